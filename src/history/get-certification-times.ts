import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import {
  certifications,
  certificationsOfOffices,
  certificationsOfYear,
  type CertificationDocument,
} from '../../projections/read-models/certifications.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterOf, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { named, People } from '../people/people.js';
import { enrolledProvince } from '../campaign/get-enrolled.js';
import { requireCampaign } from '../campaign/round.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { timesOf, upTo } from './certification-times.js';
import { districtView } from '../form/compose-form.js';
import type { CertificationTable, CertificationTimesView } from './certification-times-view.js';

/** When each LAO and province certified, for one province or for all in the campaign. */
export class GetCertificationTimes extends Query<CertificationTable> {
  constructor(
    readonly fiscalYear: number,
    readonly provinceCode: string | undefined,
    /** Only events up to this log position are shown. Without it, all events up to now are shown. */
    readonly upTo: string | undefined,
  ) {
    super();
  }
}

/** The LAOs that were asked, by province. */
type Rosters = ReadonlyMap<string, readonly RosterEntry[]>;

@QueryHandler(GetCertificationTimes)
export class GetCertificationTimesHandler implements IQueryHandler<GetCertificationTimes> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
    private readonly readModels: ReadModelProgress,
  ) {}

  async execute(query: GetCertificationTimes): Promise<CertificationTable> {
    const { fiscalYear, provinceCode } = query;
    const provinces = await this.provinces(fiscalYear, provinceCode);
    const position = query.upTo ?? (await this.standsAt());
    const rosters = await this.rosters(fiscalYear, provinceCode, position);
    const found = upTo(await this.certifications(fiscalYear, provinceCode, rosters), position);
    const names = await this.people.namesOf(
      found.flatMap(({ by, ended }) => (ended ? [by.sub, ended.by.sub] : [by.sub])),
    );
    const offices = Map.groupBy(found, ({ stream }) => stream);
    const times = (stream: string) => view(offices.get(stream) ?? [], names);
    return {
      fiscalYear,
      position,
      provinces: provinces.map(({ provinceCode: code, name, nameEn }) => ({
        code,
        name,
        nameEn,
        ...times(provinceStream(fiscalYear, code)),
        laos: (rosters.get(code) ?? []).map((lao) => ({
          code: lao.laoCode,
          name: lao.name,
          nameEn: lao.nameEn,
          district: districtView(lao),
          ...times(surveyStream(fiscalYear, lao.laoCode)),
        })),
      })),
    };
  }

  private certifications(fiscalYear: number, provinceCode: string | undefined, rosters: Rosters) {
    if (provinceCode === undefined) return certificationsOfYear(this.store, fiscalYear);
    const laos = (rosters.get(provinceCode) ?? []).map(({ laoCode }) => surveyStream(fiscalYear, laoCode));
    return certificationsOfOffices(this.store, [provinceStream(fiscalYear, provinceCode), ...laos]);
  }

  /** The position up to which certifications are projected, read before them. The same position gives the same table again. */
  private async standsAt(): Promise<string> {
    const statuses = await this.readModels.status();
    return statuses.find(({ projection }) => projection === certifications.name)?.position ?? '0';
  }

  /** By province: who was asked at the position, with the names of that time. */
  private async rosters(fiscalYear: number, wanted: string | undefined, position: string): Promise<Rosters> {
    const entries = await rosterOf(this.store, fiscalYear, wanted);
    const then = entries.flatMap((entry) => entryAt(entry, BigInt(position)) ?? []);
    const asked = then.filter((entry) => entry.asked).sort((a, b) => a.rank - b.rank);
    return Map.groupBy(asked, (entry) => entry.provinceCode);
  }

  private async provinces(
    fiscalYear: number,
    wanted: string | undefined,
  ): Promise<readonly Pick<ProvinceStatus, 'provinceCode' | 'name' | 'nameEn'>[]> {
    requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    if (wanted === undefined) return listProvinceStatuses(this.store, fiscalYear);
    const { province } = await enrolledProvince(this.store, { fiscalYear, provinceCode: wanted });
    return [province];
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
