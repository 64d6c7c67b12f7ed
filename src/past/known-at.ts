import type { RecordedEvent } from '../events/recorded-event.js';
import { parseStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import { provinceModel } from '../roster/province.js';
import type { Roster } from '../roster/roster.js';

/** Whether an upgrade derived this roster for an older log: it counts from the campaign's opening. */
export const isDerivedRoster = ({ type, data }: RecordedEvent): boolean =>
  type === 'ProvinceEnrolled' && data['countsFrom'] !== undefined;

/**
 * What counts at a position (inclusive): everything up to it, and a roster that was derived for the round later, if the round had been
 * opened by then. A later upgrade therefore changes no answer about the past.
 * @param record of one round, in log order
 */
export const knownAt = (record: readonly RecordedEvent[], position: bigint): readonly RecordedEvent[] => {
  const past = record.filter((event) => event.position <= position);
  if (!past.some(({ type }) => type === 'CampaignOpened')) return past;
  return [...past, ...record.filter((event) => event.position > position && isDerivedRoster(event))];
};

/** The roster of the one province in the record, after all of the record. */
export const rosterIn = (record: readonly RecordedEvent[]): Roster | undefined => {
  const own = record.filter(({ stream }) => parseStream(stream)?.category === 'province');
  return provinceModel.evolve(
    provinceModel.initialState,
    own.map((event) => toEventIn('province', event)),
  ).roster;
};
