import { systemActor } from '../events/actor.js';
import { parseStream } from '../events/streams.js';
import { toEventIn } from '../events/upcasting.js';
import { asJson } from '../basics/json.js';
import { DataFileError } from '../configuration/data-file-error.js';
import type { EventStore } from '../event-store/event-store.js';
import { Problem } from '../problems/problem.js';
import { rowsOf, type Questionnaire } from '../questionnaire/questionnaire.js';
import type { RecordedRound } from '../roster/recorded-rounds.js';
import { PublishQuestionnaire, type PublishQuestionnaireHandler } from './publish-questionnaire.js';
import type { QuestionnaireLibrary } from './questionnaire-library.js';

/** A version that this run published. */
export interface CompletedPublication {
  readonly version: string;
  readonly position: bigint;
  /** Whether an older version opened a round that pins it. If so, it counts from that opening. */
  readonly derived: boolean;
}

interface Options {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly rounds: readonly RecordedRound[];
  readonly library: QuestionnaireLibrary;
  readonly publish: Pick<PublishQuestionnaireHandler, 'execute'>;
  /** The shipped versions, or those of the older system, and their folder. Read only if the log lacks one. */
  readonly files: () => readonly Questionnaire[];
  readonly questionnaireDir: string;
  /** Whether nothing but versions is recorded yet. */
  readonly firstStart: boolean;
}

/**
 * Publishes the versions of the files on a first start, and those that an older log pins but does not hold. Any later start finds every
 * pinned version in the log, and reads no file. Two processes may do this at once: a version is published once.
 * @throws DataFileError if the files lack a pinned version, or a row that an answer names. They are then not the files of that time.
 */
export const completePublications = async (options: Options): Promise<readonly CompletedPublication[]> => {
  const { rounds, library, firstStart } = options;
  const pinned = [...new Set(rounds.map(({ questionnaireVersion }) => questionnaireVersion))];
  const missing = await lacking(pinned, library);
  if (missing.length === 0 && !firstStart) return [];
  const files = options.files();
  const unknown = missing.filter((version) => !files.some((file) => file.version === version));
  if (unknown.length > 0) {
    const fault = `lacks the questionnaires that the log's rounds pin: ${unknown.join(', ')}; name the files of then (QUESTIONNAIRE_DIR)`;
    throw new DataFileError(options.questionnaireDir, undefined, fault);
  }
  const toPublish = await lacking(
    files.map(({ version }) => version),
    library,
  );
  if (missing.length > 0) await requireRows(missing, files, options);
  const completed: CompletedPublication[] = [];
  for (const file of files.filter(({ version }) => toPublish.includes(version))) {
    const { version } = file;
    const derived = missing.includes(version);
    completed.push({ version, position: await publishOnce(file, options), derived });
  }
  return completed;
};

const lacking = async (
  versions: readonly string[],
  library: QuestionnaireLibrary,
): Promise<readonly string[]> => {
  const found = await Promise.all(versions.map((version) => library.find(version)));
  return versions.filter((_, index) => !found[index]);
};

const publishOnce = async (file: Questionnaire, { publish, library, rounds }: Options): Promise<bigint> => {
  const { version } = file;
  const context = { actor: systemActor, correlationId: 'publish-shipped' };
  const [opening] = rounds
    .filter(({ questionnaireVersion }) => questionnaireVersion === version)
    .map(({ opened }) => opened.metadata.time)
    .sort();
  try {
    const { position } = await publish.execute(new PublishQuestionnaire(asJson(file), context, opening));
    return BigInt(position);
  } catch (error) {
    // Another process started at the same time, and has published it.
    if (!(error instanceof Problem && error.code === 'questionnaire-published')) throw error;
    return (await library.publication(version))!.position;
  }
};

/** A version that lacks an answered row would be a permanent wrong record. */
const requireRows = async (
  missing: readonly string[],
  files: readonly Questionnaire[],
  { rounds, eventStore, questionnaireDir }: Options,
): Promise<void> => {
  const rowsOfYear = new Map(
    rounds
      .filter(({ questionnaireVersion }) => missing.includes(questionnaireVersion))
      .map(({ fiscalYear, questionnaireVersion }) => [fiscalYear, rowIds(files, questionnaireVersion)]),
  );
  const unknown = new Set<string>();
  const added = new Set<string>();
  for await (const page of eventStore.readAll()) {
    for (const recorded of page) {
      const subject = parseStream(recorded.stream);
      const rows = subject?.category === 'survey' ? rowsOfYear.get(subject.fiscalYear) : undefined;
      if (!rows) continue;
      const event = toEventIn('survey', recorded);
      if (event.type === 'RowAdded') added.add(event.data.rowId);
      if (event.type !== 'AnswerRecorded') continue;
      const { rowId } = event.data;
      if (!rows.has(rowId) && !added.has(rowId)) unknown.add(rowId);
    }
  }
  if (unknown.size === 0) return;
  const ids = [...unknown].sort().join(', ');
  const fault = `lacks rows that have recorded answers: ${ids}; name the files of then (QUESTIONNAIRE_DIR)`;
  throw new DataFileError(questionnaireDir, undefined, fault);
};

const rowIds = (files: readonly Questionnaire[], version: string): ReadonlySet<string> =>
  new Set(
    files
      .filter((file) => file.version === version)
      .flatMap(({ aspects }) => aspects.flatMap(rowsOf))
      .map(({ id }) => id),
  );
