import type { ProvinceEvent } from '../events/province-events.js';
import type { ProvinceEnrolled, RosterChange } from '../events/roster-events.js';
import { provinceOf, type ProvinceKey } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { readReason } from '../problems/reason.js';
import type { ProvinceYear } from './province.js';
import { rosterAfter, type EnrolledLao, type Roster } from './roster.js';

/** Problem `province-enrolled`: the province is enrolled already, perhaps by another person's command. */
export class ProvinceIsEnrolled extends Problem {
  constructor({ fiscalYear, provinceCode }: ProvinceKey) {
    super('province-enrolled', 409, { fiscalYear, provinceCode });
  }
}

/** Enrols a province in the round. This happens once, with the roster of that time. */
export const decideEnrolProvince = (
  province: ProvinceYear,
  key: ProvinceKey,
  roster: ProvinceEnrolled['data'],
): readonly ProvinceEvent[] => {
  if (province.roster) throw new ProvinceIsEnrolled(key);
  return [{ type: 'ProvinceEnrolled', data: roster }];
};

/** Changes who is asked: all changes or none. A certified province must first have its certification revoked. */
export const decideChangeRoster = (
  province: ProvinceYear,
  key: ProvinceKey,
  changes: readonly RosterChange[],
): readonly ProvinceEvent[] => {
  if (province.certification) throw problems.provinceCertified(key.provinceCode, province.certification.at);
  let roster = requireRoster(province, key);
  return changes.map((change) => {
    const decided = decideChange(roster, key, change);
    roster = rosterAfter(roster, decided)!;
    return decided;
  });
};

/** @throws Problem `province-not-in-campaign`. */
export const requireRoster = (
  { roster }: Pick<ProvinceYear, 'roster'>,
  { fiscalYear, provinceCode }: ProvinceKey,
): Roster => {
  if (!roster) throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
  return roster;
};

/** @throws Problem `unknown-lao`. */
export const requireLao = ({ laos }: Pick<Roster, 'laos'>, laoCode: string): EnrolledLao => {
  const lao = laos.get(laoCode);
  if (!lao) throw problems.unknownLao(laoCode);
  return lao;
};

/** @throws Problem `unknown-lao`; `lao-withdrawn`, which names the successor. */
export const requireAsked = (roster: Pick<Roster, 'laos'>, laoCode: string): EnrolledLao => {
  const lao = requireLao(roster, laoCode);
  if (!lao.withdrawn) return lao;
  const { successorCode } = lao.withdrawn;
  const successor = successorCode === null ? undefined : roster.laos.get(successorCode);
  throw problems.laoWithdrawn(laoCode, successorCode, successor?.name);
};

const decideChange = (roster: Roster, key: ProvinceKey, change: RosterChange): RosterChange => {
  switch (change.type) {
    case 'LaoEnrolled': {
      const { code } = change.data.lao;
      if (provinceOf(code) !== key.provinceCode) throw problems.unknownLao(code);
      const known = roster.laos.get(code);
      if (known && !known.withdrawn) throw problems.laoEnrolled(code);
      return change;
    }
    case 'LaoWithdrawn': {
      const { laoCode, successorCode } = change.data;
      requireAsked(roster, laoCode);
      if (successorCode === laoCode) throw problems.unknownLao(successorCode);
      if (successorCode !== null) requireAsked(roster, successorCode);
      return { ...change, data: { ...change.data, reason: readReason(change.data.reason) } };
    }
    case 'LaoRenamed':
    case 'LaoMoved':
      requireAsked(roster, change.data.laoCode);
      return change;
    default:
      return change satisfies never;
  }
};
