import type { Directory } from '../directory/directory.js';
import { systemActor } from '../events/actor.js';
import { parseStream, provinceOf } from '../events/streams.js';
import type { EventStore } from '../event-store/event-store.js';
import { DataFileError } from '../configuration/data-file-error.js';
import type { Enrolments } from './enrolments.js';
import type { RecordedRound } from './recorded-rounds.js';

/** Before this version of `CampaignOpened`, the log did not record who was asked. */
const ROSTERS_SINCE = 2;

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
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly rounds: readonly RecordedRound[];
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
  for (const round of options.rounds) {
    const done = await complete(round, options);
    if (done) completed.push(done);
  }
  return completed;
};

const complete = async (
  { fiscalYear, provinces, opened }: RecordedRound,
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

type Files = Omit<Options, 'enrolments' | 'rounds'>;

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
