import type { RecordedIn } from '../events/domain-event.js';
import { campaignStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import type { EventStore } from '../event-store/event-store.js';

/** The first and last year that a round can be opened for, Buddhist era. */
export const FIRST_YEAR = 2500;
export const LAST_YEAR = 2700;
const YEARS_AT_ONCE = 20;

/** A round as its own stream has it. */
export interface RecordedRound {
  readonly fiscalYear: number;
  /** Codes of all provinces that it was ever opened or widened for, ascending. */
  readonly provinces: readonly string[];
  readonly opened: RecordedIn<'campaign'>;
  /** The version that it pins. */
  readonly questionnaireVersion: string;
}

/** Every round of the log, the earliest year first. It reads one stream a year, so the length of the log does not matter. */
export const recordedRounds = async (
  log: Pick<EventStore, 'readStream'>,
): Promise<readonly RecordedRound[]> => {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
  const rounds: RecordedRound[] = [];
  for (let at = 0; at < years.length; at += YEARS_AT_ONCE) {
    const found = years.slice(at, at + YEARS_AT_ONCE).map((fiscalYear) => roundOf(log, fiscalYear));
    rounds.push(...(await Promise.all(found)).flatMap((round) => round ?? []));
  }
  return rounds;
};

const roundOf = async (
  log: Pick<EventStore, 'readStream'>,
  fiscalYear: number,
): Promise<RecordedRound | undefined> => {
  const recorded = await log.readStream(campaignStream(fiscalYear));
  const events = recorded.map((event) => toEventIn('campaign', event));
  const asked = events.flatMap((event) => ('provinces' in event.data ? event.data.provinces : []));
  const [opened] = events;
  if (opened?.type !== 'CampaignOpened') return undefined;
  const { questionnaireVersion } = opened.data;
  return { fiscalYear, provinces: [...new Set(asked)].sort(), opened, questionnaireVersion };
};
