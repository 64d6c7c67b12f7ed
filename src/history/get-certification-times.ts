import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { auditTrailDefinition, certificationTimes } from '../../projections/read-models/audit-trail.js';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterOf, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadModels } from '../../projections/engine/read-models.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { named, People } from '../people/people.js';
import { enrolledProvince } from '../campaign/get-enrolled.js';
import { requireCampaign } from '../campaign/round.js';
import {
  certificationsBy,
  laoKey,
  provinceKey,
  timesOf,
  type CertificationTimes,
} from './certification-times.js';
import type { CertificationTable, CertificationTimesView } from './certification-times-view.js';

/** When every LAO and province certified: of one province, or of all in the campaign. */
export class GetCertificationTimes extends Query<CertificationTable> {
  constructor(
    readonly fiscalYear: number,
    readonly provinceCode: string | undefined,
    /** Only what had happened by this position of the log; until now, if none is given. */
    readonly upTo: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetCertificationTimes)
export class GetCertificationTimesHandler implements IQueryHandler<GetCertificationTimes> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
    private readonly readModels: ReadModels,
  ) {}

  async execute(query: GetCertificationTimes): Promise<CertificationTable> {
    const { fiscalYear, provinceCode } = query;
    const provinces = await this.provinces(fiscalYear, provinceCode);
    const position = query.upTo ?? (await this.standsAt());
    const rosters = await this.rosters(fiscalYear, provinceCode, position);
    const entries = await certificationTimes(this.store, fiscalYear, provinceCode, position);
    const names = await this.people.namesOf(entries.map(({ sub }) => sub));
    const laos = certificationsBy(entries, laoKey);
    const offices = certificationsBy(entries, provinceKey);
    return {
      fiscalYear,
      position,
      provinces: provinces.map(({ provinceCode: code, name }) => ({
        code,
        name,
        ...view(timesOf(offices, code), names),
        laos: (rosters.get(code) ?? []).map((lao) => ({
          code: lao.laoCode,
          name: lao.name,
          district: { code: lao.districtCode, name: lao.district },
          ...view(timesOf(laos, lao.laoCode), names),
        })),
      })),
    };
  }

  /** Where the trail stands, asked before it is read: the same position gives the same table again. */
  private async standsAt(): Promise<string> {
    const statuses = await this.readModels.status();
    return statuses.find(({ projection }) => projection === auditTrailDefinition.name)?.position ?? '0';
  }

  /** By province, as it was asked and called at the position. */
  private async rosters(
    fiscalYear: number,
    wanted: string | undefined,
    position: string,
  ): Promise<ReadonlyMap<string, readonly RosterEntry[]>> {
    const entries = await rosterOf(this.store, fiscalYear, wanted);
    const then = entries.flatMap((entry) => entryAt(entry, BigInt(position)) ?? []);
    const asked = then.filter((entry) => entry.asked).sort((a, b) => a.rank - b.rank);
    return Map.groupBy(asked, (entry) => entry.provinceCode);
  }

  private async provinces(
    fiscalYear: number,
    wanted: string | undefined,
  ): Promise<readonly Pick<ProvinceStatus, 'provinceCode' | 'name'>[]> {
    requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    if (wanted === undefined) return listProvinceStatuses(this.store, fiscalYear);
    const { province } = await enrolledProvince(this.store, { fiscalYear, provinceCode: wanted });
    return [province];
  }
}

const view = (times: CertificationTimes, names: ReadonlyMap<string, string>): CertificationTimesView => ({
  ...times,
  certifiedBy: times.certifiedBy && named(times.certifiedBy, names),
  undone: times.undone.map((undoing) => ({ ...undoing, by: named(undoing.by, names) })),
});
