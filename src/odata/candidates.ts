import {
  listLaoStatuses,
  statusesOfProvince,
  type LaoStatus,
} from '../../projections/read-models/lao-statuses.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { Slices } from '../basics/slices.js';
import { enrolledProvince, enrolledSurvey } from '../campaign/get-enrolled.js';
import type { Actor } from '../events/actor.js';
import { provinceOf } from '../events/streams.js';
import type { LaoField } from '../results/answer-row.js';
import type { FlatRow } from '../results/flat.js';
import type { RoundAt } from '../results/result-years.js';
import { valueIn } from './entity-sets.js';
import { truthOf, type Truth } from './filter-meaning.js';
import type { Condition } from './filter-syntax.js';

/** A round at one position of the log, and its provinces in the actor's scope. */
export interface Round extends RoundAt {
  readonly actor: Actor;
  /** In list order. */
  readonly provinces: readonly ProvinceStatus[];
}

/** An LAO that may have entities that match. */
export interface Candidate {
  readonly province: ProvinceStatus;
  readonly status: LaoStatus;
  /** Every entity of the LAO matches, whatever is in its form. */
  readonly isCertain: boolean;
}

/**
 * The LAOs in the actor's scope whose entities may match, in list order. The filter is tried on what is known of the province, then on what
 * is known of the LAO, so a form that cannot match is not read.
 * @param after begins behind this LAO
 */
export async function* candidates(
  round: Round,
  filter: Condition | undefined,
  after: string | undefined,
): AsyncGenerator<Candidate, undefined> {
  const slices = await Slices.begin();
  const { provinces } = round;
  const begin = provinces.findIndex(
    ({ provinceCode }) => after !== undefined && provinceCode === provinceOf(after),
  );
  for (const province of provinces.slice(Math.max(0, begin))) {
    if (!mayHold(matching(filter, knownOfProvince(province)))) continue;
    const laos = await laosOf(round, province);
    const passed = laos.findIndex(({ laoCode }) => laoCode === after);
    for (const status of laos.slice(passed + 1)) {
      const truth = matching(filter, knownOfLao(province, status));
      if (mayHold(truth)) yield { province, status, isCertain: truth === true };
      await slices.step();
    }
  }
  return undefined;
}

const mayHold = (truth: Truth): boolean => truth === true || truth === undefined;

const matching = (filter: Condition | undefined, known: FlatRow): Truth =>
  filter === undefined || truthOf(filter, (field) => valueIn(known, field));

type Known = { readonly [Field in LaoField]?: FlatRow[string] };

const knownOfProvince = ({ region, provinceCode, name }: ProvinceStatus): Known => ({
  region,
  provinceCode,
  province: name,
});

/** What an LAO's entities have in common without its form, and people narrow down by. */
const knownOfLao = (province: ProvinceStatus, status: LaoStatus): Known => ({
  ...knownOfProvince(province),
  fiscalYear: status.fiscalYear,
  districtCode: status.districtCode,
  district: status.district,
  laoCode: status.laoCode,
  lao: status.name,
  laoType: status.type,
  status: status.status,
  certifiedAt: status.certifiedAt,
});

/** @throws Problem `province-not-in-campaign`, `lao-not-in-campaign`, `unknown-lao` */
export const provincesOf = async (
  { rounds, fiscalYear }: RoundAt,
  { laoCode, provinceCode }: Actor,
): Promise<readonly ProvinceStatus[]> => {
  if (laoCode !== undefined) return [(await enrolledSurvey(rounds, { fiscalYear, laoCode })).province];
  if (provinceCode === undefined) return listProvinceStatuses(rounds, fiscalYear);
  return [(await enrolledProvince(rounds, { fiscalYear, provinceCode })).province];
};

/** An LAO's staff see their LAO also when the round asks it no longer. */
const laosOf = async (
  { rounds, fiscalYear, actor: { laoCode } }: Round,
  { provinceCode }: ProvinceStatus,
): Promise<readonly LaoStatus[]> => {
  if (laoCode === undefined) return statusesOfProvince(rounds, fiscalYear, provinceCode);
  return (await listLaoStatuses(rounds, { fiscalYear, laoCode }, { page: 1, pageSize: 1 })).items;
};
