/**
 * Records what an older version did not: the questionnaires that the rounds pin, and who each round asked. The sources are the files in
 * `QUESTIONNAIRE_DIR` and `DIRECTORY_DIR`.
 * Recorded events do not change. The server does the same at its start.
 * With this program an operator sees the result, and any error in the files, before users can sign in.
 */
import { SystemClock } from '../basics/clock.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { DataFileError } from '../configuration/data-file-error.js';
import { reportFailure } from '../configuration/report-failure.js';
import { loadDirectory } from '../directory/load-directory.js';
import { openEventStore } from '../engines/open-event-store.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { completePublications } from '../publication/complete-publications.js';
import { PublishQuestionnaireHandler } from '../publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { loadQuestionnaires } from '../questionnaire/load-questionnaires.js';
import { completeEnrolments } from '../roster/complete-enrolments.js';
import { Enrolments } from '../roster/enrolments.js';
import { recordedRounds } from '../roster/recorded-rounds.js';
import { helpOnRequest, requireNoArguments } from './help.js';

const USAGE = 'usage: npm run upgrade-log --';
helpOnRequest(`${USAGE}

Appends to the log of DATA_DIR or EVENTSTORE_URL what an older version did not record: questionnaires, which come from
QUESTIONNAIRE_DIR, and rosters, which come from DIRECTORY_DIR.
Stop the server first. A second run changes nothing.`);

const run = async (): Promise<void> => {
  requireNoArguments(USAGE);
  const configuration = readConfiguration(process.env);
  const { directoryDir, questionnaireDir } = configuration;
  const directory = loadDirectory(directoryDir);
  await using stores = new AsyncDisposableStack();
  const eventStore = stores.adopt(await openEventStore(configuration), (store) => store.close());
  const decideAndAppend = new DecideAndAppend(eventStore, new SystemClock());
  const rounds = await recordedRounds(eventStore);
  const published = await completePublications({
    eventStore,
    rounds,
    library: new QuestionnaireLibrary(decideAndAppend),
    publish: new PublishQuestionnaireHandler(decideAndAppend),
    files: () => loadQuestionnaires(questionnaireDir),
    questionnaireDir,
    firstStart: false,
  });
  for (const { version } of published) console.log(`questionnaire ${version}: recorded`);
  const enrolments = new Enrolments(decideAndAppend, directory);
  const completed = await completeEnrolments({ eventStore, rounds, enrolments, directory, directoryDir });
  for (const { fiscalYear, provinces } of completed) {
    console.log(`${fiscalYear}: rosters recorded of ${provinces.length} provinces (${provinces.join(', ')})`);
  }
  if (published.length + completed.length === 0) {
    console.log('The log says of every round what and who is asked: nothing to do.');
  }
};

try {
  await run();
} catch (error) {
  reportFailure(error, [ConfigurationError, DataFileError, EventStoreUnavailable]);
}
