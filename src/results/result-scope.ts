import type { Actor } from '../events/actor.js';
import { problems } from '../problems/catalogue.js';
import { requireProvinceInScope } from './result-filter.js';
import type { LaoFilter, PlacedLao } from './roster-at.js';

/** An LAO sees what at least so many LAOs answered together, and no other's answers. */
export const FEWEST_LAOS = 5;

/**
 * The filter within the scope of the person who asks. An officer gets the own province. An LAO may look at the nation, its province, or its
 * type: smaller groups, or all groups side by side, would let it work out the answers of one other LAO.
 * @throws Problem `out-of-scope`
 */
export const scopedFilter = (filter: LaoFilter, actor: Actor, roster: readonly PlacedLao[]): LaoFilter => {
  requireProvinceInScope(filter.province, actor);
  const { province, district, laoType, region, status } = filter;
  if (actor.role !== 'lao')
    return { district, laoType, region, status, province: province ?? actor.provinceCode };
  const own = roster.find(({ laoCode }) => laoCode === actor.laoCode);
  const isNarrowed = district !== undefined || region !== undefined || status !== undefined;
  const isOther = laoType !== undefined && laoType !== own?.type;
  if (isNarrowed || isOther || (province !== undefined && laoType !== undefined)) throw problems.outOfScope();
  return { province, laoType };
};
