import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsIdentifier } from '../http/identifiers.js';
import { Allow, everyone } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { Directory } from '../directory/directory.js';

class ProvinceItem {
  @ApiProperty({ example: '12' }) readonly code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) readonly name!: string;
  @ApiProperty({ example: 'Nonthaburi' }) readonly nameEn!: string;
  @ApiProperty({ example: 'ภาคกลาง' }) readonly region!: string;
  @ApiProperty({ example: 'Central' }) readonly regionEn!: string;
}

class DistrictItem {
  @ApiProperty({ example: '1201' }) readonly code!: string;
  @ApiProperty({ example: '12' }) readonly provinceCode!: string;
  @ApiProperty({ example: 'เมืองนนทบุรี' }) readonly name!: string;
  @ApiProperty({ example: 'Mueang Nonthaburi' }) readonly nameEn!: string;
}

class LaoItem {
  @ApiProperty({ example: '06120106' }) readonly code!: string;
  @ApiProperty({ example: '12' }) readonly provinceCode!: string;
  @ApiProperty({ example: '1201' }) readonly districtCode!: string;
  @ApiProperty({ example: 'sao' }) readonly type!: string;
  @ApiProperty({ example: 'อบต.บางไผ่' }) readonly name!: string;
  @ApiProperty({ example: 'องค์การบริหารส่วนตำบลบางไผ่' }) readonly officialName!: string;
  @ApiProperty({ example: 'Bang Phai Subdistrict Administrative Organization' }) readonly nameEn!: string;
}

class DistrictQuery {
  @ApiPropertyOptional({ example: '12' })
  @IsOptional()
  @IsIdentifier()
  readonly province?: string;
}

class LaoQuery extends DistrictQuery {
  @ApiPropertyOptional({ example: '1201' })
  @IsOptional()
  @IsIdentifier()
  readonly district?: string;

  @ApiPropertyOptional({
    example: 'บางไผ่',
    description: 'Part of a name, with or without the type before it',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly q?: string;
}

/** The public data of the directory, complete, for every signed-in person. Every list is in list order. */
@ApiTags('directory')
@ApiProblems()
@Allow({ roles: everyone })
@Costly()
@Controller('api/directory')
export class DirectoryController {
  constructor(private readonly directory: Directory) {}

  @Get('provinces')
  @ApiOkResponse({ type: ProvinceItem, isArray: true })
  provinces(): readonly ProvinceItem[] {
    return this.directory.provinces.map(({ rank: _, ...province }) => province);
  }

  @Get('districts')
  @ApiOkResponse({ type: DistrictItem, isArray: true })
  districts(@Query() { province }: DistrictQuery): readonly DistrictItem[] {
    const districts = province ? this.directory.districtsOf(province) : this.directory.districts;
    return districts.map(({ code, provinceCode, name, nameEn }) => ({ code, provinceCode, name, nameEn }));
  }

  @Get('laos')
  @ApiOkResponse({ type: LaoItem, isArray: true })
  laos(@Query() { province, district, q }: LaoQuery): readonly LaoItem[] {
    const inProvince = province ? this.directory.laosOf(province) : this.directory.laos;
    const inDistrict = district ? inProvince.filter((lao) => lao.districtCode === district) : inProvince;
    return this.directory.search(q ?? '', inDistrict).map((lao) => ({
      code: lao.code,
      provinceCode: lao.provinceCode,
      districtCode: lao.districtCode,
      type: lao.type,
      name: lao.name,
      officialName: lao.officialName,
      nameEn: lao.nameEn,
    }));
  }
}
