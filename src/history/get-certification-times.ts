import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import {
  certifications,
  certificationsOfOffices,
  certificationsOfYear,
  type CertificationDocument,
} from '../../projections/read-models/certifications.js';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { named, People } from '../people/people.js';
import { requireCampaign } from '../campaign/round.js';
import { Directory, type Province } from '../directory/directory.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import { timesOf, upTo } from './certification-times.js';
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
    const found = upTo(await this.certifications(query), position);
    const names = await this.people.namesOf(
      found.flatMap(({ by, ended }) => (ended ? [by.sub, ended.by.sub] : [by.sub])),
    );
    const offices = Map.groupBy(found, ({ stream }) => stream);
    const times = (stream: string) => view(offices.get(stream) ?? [], names);
    return {
      fiscalYear,
      position,
      provinces: provinces.map(({ code, name }) => ({
        code,
        name,
        ...times(provinceStream(fiscalYear, code)),
        laos: this.directory.laosOf(code).map((lao) => ({
          code: lao.code,
          name: lao.name,
          district: { code: lao.districtCode, name: this.directory.district(lao.districtCode)?.name ?? '' },
          ...times(surveyStream(fiscalYear, lao.code)),
        })),
      })),
    };
  }

  private certifications({ fiscalYear, provinceCode }: GetCertificationTimes) {
    if (provinceCode === undefined) return certificationsOfYear(this.store, fiscalYear);
    const laos = this.directory.laosOf(provinceCode).map(({ code }) => surveyStream(fiscalYear, code));
    return certificationsOfOffices(this.store, [provinceStream(fiscalYear, provinceCode), ...laos]);
  }

  /** How far the certifications are projected, asked before they are read: the same position gives the same table again. */
  private async standsAt(): Promise<string> {
    const statuses = await this.readModels.status();
    return statuses.find(({ projection }) => projection === certifications.name)?.position ?? '0';
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

const view = (
  certified: readonly CertificationDocument[],
  names: ReadonlyMap<string, string>,
): CertificationTimesView => {
  const { certifiedBy, undone, ...times } = timesOf(certified);
  return {
    ...times,
    certifiedBy: certifiedBy && named(certifiedBy, names),
    undone: undone.map((undoing) => ({ ...undoing, by: named(undoing.by, names) })),
  };
};
