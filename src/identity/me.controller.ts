import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Role } from '../events/actor.js';
import { ApiProblems } from '../http/api-problems.js';
import { Offices, type LaoOffice } from '../offices/offices.js';
import { People } from '../people/people.js';
import type { Person } from './person.js';
import { Allow, CurrentPerson, everyone } from './policy.js';

class Place {
  @ApiProperty({ example: '12' }) readonly code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) readonly name!: string;
  @ApiProperty({ example: 'Nonthaburi', description: 'Empty if none is recorded.' }) readonly nameEn!: string;
}

class OwnLao extends Place {
  @ApiProperty({ type: Place }) readonly province!: Place;
  @ApiProperty({ type: Place }) readonly district!: Place;
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
    private readonly offices: Offices,
    private readonly people: People,
  ) {}

  @Get()
  @Allow({ roles: everyone })
  @ApiOkResponse({ type: Me })
  async me(@CurrentPerson() { actor, name }: Person): Promise<Me> {
    const { sub, role, laoCode, provinceCode } = actor;
    // The name in the register takes precedence, because a token may still carry an erased name.
    const kept = await this.people.kept(sub);
    const lao = laoCode === undefined ? undefined : await this.offices.lao(laoCode);
    const province = provinceCode === undefined ? lao?.province : await this.offices.province(provinceCode);
    return {
      sub,
      name: (kept ? kept.name : name) ?? sub,
      role,
      lao: lao ? { ...namesOf(lao), province: lao.province, district: lao.district } : null,
      province: province ?? null,
    };
  }
}

const namesOf = ({ code, officialName, nameEn }: LaoOffice): Place => ({ code, name: officialName, nameEn });
