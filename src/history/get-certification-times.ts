import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { auditTrailDefinition, certificationTimes } from '../../projections/read-models/audit-trail.js';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { named, People } from '../people/people.js';
import { requireCampaign } from '../campaign/round.js';
import { Directory, type Province } from '../directory/directory.js';
import { problems } from '../problems/catalogue.js';
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
    private readonly directory: Directory,
    private readonly people: People,
    private readonly readModels: ReadModelProgress,
  ) {}

  async execute(query: GetCertificationTimes): Promise<CertificationTable> {
    const { fiscalYear, provinceCode } = query;
    const provinces = await this.provinces(fiscalYear, provinceCode);
    const position = query.upTo ?? (await this.standsAt());
    const entries = await certificationTimes(this.store, fiscalYear, provinceCode, position);
    const names = await this.people.namesOf(entries.map(({ sub }) => sub));
    const laos = certificationsBy(entries, laoKey);
    const offices = certificationsBy(entries, provinceKey);
    return {
      fiscalYear,
      position,
      provinces: provinces.map(({ code, name }) => ({
        code,
        name,
        ...view(timesOf(offices, code), names),
        laos: this.directory.laosOf(code).map((lao) => ({
          code: lao.code,
          name: lao.name,
          district: { code: lao.districtCode, name: this.directory.district(lao.districtCode)?.name ?? '' },
          ...view(timesOf(laos, lao.code), names),
        })),
      })),
    };
  }

  /** Where the trail stands, asked before it is read: the same position gives the same table again. */
  private async standsAt(): Promise<string> {
    const statuses = await this.readModels.status();
    return statuses.find(({ projection }) => projection === auditTrailDefinition.name)?.position ?? '0';
  }

  private async provinces(fiscalYear: number, wanted: string | undefined): Promise<readonly Province[]> {
    const campaign = requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    if (wanted !== undefined && !campaign.provinces.includes(wanted)) {
      throw problems.provinceNotInCampaign(wanted, fiscalYear);
    }
    const inScope = new Set(wanted === undefined ? campaign.provinces : [wanted]);
    return this.directory.provinces.filter(({ code }) => inScope.has(code));
  }
}

const view = (times: CertificationTimes, names: ReadonlyMap<string, string>): CertificationTimesView => ({
  ...times,
  certifiedBy: times.certifiedBy && named(times.certifiedBy, names),
  undone: times.undone.map((undoing) => ({ ...undoing, by: named(undoing.by, names) })),
});
