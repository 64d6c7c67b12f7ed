import type { RecordedEvent } from '../events/recorded-event.js';
import { parseStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import { provinceModel } from '../roster/province.js';
import type { Roster } from '../roster/roster.js';

/** Whether an upgrade derived this roster for an older log. Such a roster counts from the campaign's opening. */
const isDerivedRoster = ({ type, data }: RecordedEvent): boolean =>
  type === 'ProvinceEnrolled' && data['countsFrom'] !== undefined;

/**
 * The events that count at a position (inclusive): all events up to it, and a roster that was derived later for the round,
 * if the round was already open at that position. A later upgrade therefore changes no answer about the past.
 * @param record of one round, in log order
 */
export const knownAt = (record: readonly RecordedEvent[], position: bigint): readonly RecordedEvent[] => {
  const past = record.filter((event) => event.position <= position);
  if (!past.some(({ type }) => type === 'CampaignOpened')) return past;
  return [...past, ...record.filter((event) => event.position > position && isDerivedRoster(event))];
};

/** The roster of the only province in the record, after all its events. */
export const rosterIn = (record: readonly RecordedEvent[]): Roster | undefined => {
  const own = record.filter(({ stream }) => parseStream(stream)?.category === 'province');
  return provinceModel.evolve(
    provinceModel.initialState,
    own.map((event) => toEventIn('province', event)),
  ).roster;
};
