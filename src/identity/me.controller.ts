import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Directory } from '../directory/directory.js';
import type { Role } from '../events/actor.js';
import { ApiProblems } from '../http/api-problems.js';
import { People } from '../people/people.js';
import type { Person } from './person.js';
import { Allow, CurrentPerson, everyone } from './policy.js';

class Place {
  @ApiProperty({ example: '12' }) readonly code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) readonly name!: string;
}

class OwnLao extends Place {
  @ApiProperty({ type: Place, nullable: true }) readonly province!: Place | null;
  @ApiProperty({ type: Place, nullable: true }) readonly district!: Place | null;
}

class Me {
  @ApiProperty() readonly sub!: string;
  @ApiProperty({ description: 'The subject, where no name is known or it was erased.' })
  readonly name!: string;
  @ApiProperty({ enum: ['lao', 'province', 'auditor', 'admin'] }) readonly role!: Role;
  @ApiProperty({ type: OwnLao, nullable: true }) readonly lao!: OwnLao | null;
  @ApiProperty({ type: Place, nullable: true }) readonly province!: Place | null;
}

@ApiTags('access')
@ApiProblems()
@Controller('api/me')
export class MeController {
  constructor(
    private readonly directory: Directory,
    private readonly people: People,
  ) {}

  @Get()
  @Allow({ roles: everyone })
  @ApiOkResponse({ type: Me })
  async me(@CurrentPerson() { actor, name }: Person): Promise<Me> {
    // What the register says counts, also for a token that still carries an erased name.
    const kept = await this.people.kept(actor.sub);
    const lao = actor.laoCode === undefined ? undefined : this.directory.lao(actor.laoCode);
    const provinceCode = actor.provinceCode ?? lao?.provinceCode;
    const province = place(provinceCode === undefined ? undefined : this.directory.province(provinceCode));
    return {
      sub: actor.sub,
      name: (kept ? kept.name : name) ?? actor.sub,
      role: actor.role,
      lao: lao
        ? {
            code: lao.code,
            name: lao.officialName,
            province,
            district: place(this.directory.district(lao.districtCode)),
          }
        : null,
      province,
    };
  }
}

const place = (found: Place | undefined): Place | null =>
  found ? { code: found.code, name: found.name } : null;
