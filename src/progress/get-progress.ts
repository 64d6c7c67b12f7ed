import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { countByProvince } from '../../projections/read-models/lao-statuses.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Actor } from '../events/actor.js';
import type { Standpoint } from '../past/standpoint.js';
import { requireCampaign } from '../campaign/round.js';
import { provinceView } from '../form/compose-form.js';
import { NamedCode } from '../form/form-view.js';

class LaoCounts {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: 'Nothing saved yet.' }) notStarted!: number;
  @ApiProperty({ type: 'integer', description: 'Something saved, never certified.' }) inProgress!: number;
  @ApiProperty({ type: 'integer' }) certified!: number;
  @ApiProperty({ type: 'integer', description: 'Sent back, and not certified again.' }) returned!: number;
}

class ProvinceProgress extends LaoCounts {
  @ApiProperty({ type: NamedCode }) province!: NamedCode;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) certifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastActivityAt!: string | null;
}

export class CampaignProgress extends LaoCounts {
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ type: 'integer' }) provincesCertified!: number;
  @ApiProperty({ type: [ProvinceProgress], description: 'In Thai order.' }) provinces!: ProvinceProgress[];
}

/** The progress of the round, for each province and in total. A person with a province gets only that province. */
export class GetProgress extends Query<CampaignProgress> {
  constructor(
    readonly fiscalYear: number,
    readonly actor: Actor,
    readonly from?: Standpoint,
  ) {
    super();
  }
}

@QueryHandler(GetProgress)
export class GetProgressHandler implements IQueryHandler<GetProgress> {
  constructor(private readonly live: ReadStore) {}

  async execute({ fiscalYear, actor, from }: GetProgress): Promise<CampaignProgress> {
    const store = from?.store ?? this.live;
    requireCampaign(await campaignOf(store, fiscalYear), fiscalYear);
    const counts = Map.groupBy(await countByProvince(store, fiscalYear), (each) => each.provinceCode);
    const provinces = (await listProvinceStatuses(store, fiscalYear))
      .filter(({ provinceCode }) => (actor.provinceCode ?? provinceCode) === provinceCode)
      .map((status) => provinceProgress(status, counts.get(status.provinceCode) ?? []));
    return {
      fiscalYear,
      ...sumOf(provinces),
      provincesCertified: provinces.filter(({ certifiedAt }) => certifiedAt !== null).length,
      provinces,
    };
  }
}

const provinceProgress = (status: ProvinceStatus, groups: readonly Group[]): ProvinceProgress => {
  const { provinceCode, certifiedAt, lastActivityAt } = status;
  return {
    province: provinceView(provinceCode, status),
    ...sumOf(groups.map(countsOf)),
    certifiedAt,
    lastActivityAt,
  };
};

type Group = Awaited<ReturnType<typeof countByProvince>>[number];

const none: LaoCounts = { total: 0, notStarted: 0, inProgress: 0, certified: 0, returned: 0 };

const countsOf = ({ status, started, count }: Group): LaoCounts => {
  switch (status) {
    case 'certified':
      return { ...none, total: count, certified: count };
    case 'returned':
      return { ...none, total: count, returned: count };
    case 'not-certified':
      return { ...none, total: count, ...(started ? { inProgress: count } : { notStarted: count }) };
    default:
      return status satisfies never;
  }
};

const sumOf = (all: readonly LaoCounts[]): LaoCounts =>
  all.reduce<LaoCounts>(
    (sum, each) => ({
      total: sum.total + each.total,
      notStarted: sum.notStarted + each.notStarted,
      inProgress: sum.inProgress + each.inProgress,
      certified: sum.certified + each.certified,
      returned: sum.returned + each.returned,
    }),
    none,
  );
