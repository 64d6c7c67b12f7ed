import type { Directory } from '../directory/directory.js';
import { systemActor } from '../events/actor.js';
import type { RecordedIn } from '../events/domain-event.js';
import { campaignStream, parseStream, provinceOf } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import type { EventStore } from '../event-store/event-store.js';
import { DataFileError } from '../configuration/data-file-error.js';
import type { Enrolments } from './enrolments.js';

/** The first and last year that a round can be opened for, Buddhist era. */
export const FIRST_YEAR = 2500;
export const LAST_YEAR = 2700;
/** Before this version of `CampaignOpened`, the log did not record who was asked. */
const ROSTERS_SINCE = 2;
const YEARS_AT_ONCE = 20;

/** The provinces of one round that this run enrolled. */
export interface CompletedRound {
  readonly fiscalYear: number;
  readonly provinces: readonly string[];
  /** The last event that was recorded. */
  readonly position: bigint;
  /** Whether an older version opened the round. If so, its rosters count from its opening. */
  readonly derived: boolean;
}

interface Options {
  readonly eventStore: Pick<EventStore, 'readStream' | 'readAll'>;
  readonly enrolments: Enrolments;
  /** The files that propose the rosters, and their folder. */
  readonly directory: Directory;
  readonly directoryDir: string;
}

/**
 * Enrols every province that a round asks and that is not enrolled yet. Such provinces exist for two reasons:
 * an older version did not record rosters, or a process stopped before it enrolled them all.
 * Recorded events do not change, and a second call has nothing to do.
 * @throws DataFileError if the files lack an asked province or an LAO with records. They are then not the files of that time.
 */
export const completeEnrolments = async (options: Options): Promise<readonly CompletedRound[]> => {
  const completed: CompletedRound[] = [];
  for (const round of await openRounds(options.eventStore)) {
    const done = await complete(round, options);
    if (done) completed.push(done);
  }
  return completed;
};

interface Round {
  readonly fiscalYear: number;
  readonly provinces: readonly string[];
  readonly opened: RecordedIn<'campaign'>;
}

const openRounds = async (log: Pick<EventStore, 'readStream'>): Promise<readonly Round[]> => {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
  const rounds: Round[] = [];
  for (let at = 0; at < years.length; at += YEARS_AT_ONCE) {
    const found = years.slice(at, at + YEARS_AT_ONCE).map((fiscalYear) => roundOf(log, fiscalYear));
    rounds.push(...(await Promise.all(found)).flatMap((round) => round ?? []));
  }
  return rounds;
};

const roundOf = async (
  log: Pick<EventStore, 'readStream'>,
  fiscalYear: number,
): Promise<Round | undefined> => {
  const recorded = await log.readStream(campaignStream(fiscalYear));
  const events = recorded.map((event) => toEventIn('campaign', event));
  const asked = events.flatMap((event) => ('provinces' in event.data ? event.data.provinces : []));
  const [opened] = events;
  return opened && { fiscalYear, provinces: [...new Set(asked)].sort(), opened };
};

const complete = async (
  { fiscalYear, provinces, opened }: Round,
  { enrolments, ...files }: Options,
): Promise<CompletedRound | undefined> => {
  const enrolled = await enrolments.enrolled(fiscalYear, provinces);
  const missing = provinces.filter((code) => !enrolled.has(code));
  if (missing.length === 0) return undefined;
  const derived = opened.metadata.schemaVersion < ROSTERS_SINCE;
  requireProvinces(missing, fiscalYear, files);
  if (derived) await requireLaos(missing, fiscalYear, files);
  const context = { actor: systemActor, correlationId: 'complete-enrolments' };
  const countsFrom = derived ? opened.metadata.time : undefined;
  const position = await enrolments.enrol(fiscalYear, missing, context, countsFrom);
  return { fiscalYear, provinces: missing, position, derived };
};

type Files = Omit<Options, 'enrolments'>;

const requireProvinces = (
  codes: readonly string[],
  fiscalYear: number,
  { directory, directoryDir }: Files,
): void => {
  const unknown = codes.filter((code) => !directory.province(code));
  if (unknown.length === 0) return;
  const fault = `lacks what the round of ${fiscalYear} asks: province ${unknown.join(', ')}`;
  throw new DataFileError(directoryDir, undefined, fault);
};

/** A roster that lacks an LAO with a survey would be a permanent wrong record. */
const requireLaos = async (
  provinces: readonly string[],
  fiscalYear: number,
  { eventStore, directory, directoryDir }: Files,
): Promise<void> => {
  const unknown = new Set<string>();
  for await (const events of eventStore.readAll()) {
    for (const { stream } of events) {
      const subject = parseStream(stream);
      if (subject?.category !== 'survey' || subject.fiscalYear !== fiscalYear) continue;
      const { laoCode } = subject;
      if (provinces.includes(provinceOf(laoCode)) && !directory.lao(laoCode)) unknown.add(laoCode);
    }
  }
  if (unknown.size === 0) return;
  const codes = [...unknown].sort().join(', ');
  const fault = `lacks LAOs that have recorded surveys in ${fiscalYear}: ${codes}; name the files of then (DIRECTORY_DIR)`;
  throw new DataFileError(directoryDir, undefined, fault);
};
