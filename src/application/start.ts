import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { latestVersionFor } from '../../projections/read-models/questionnaires.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { MongoLeases } from '../../projections/engine/lease/mongo/mongo-leases.js';
import { FileReadStore } from '../../projections/read-store/sqlite/file-read-store.js';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { systemActor } from '../events/actor.js';
import { openPeople } from '../engines/open-people.js';
import { openSessions } from '../engines/open-sessions.js';
import { AppModule, ProjectorModule } from './app.module.js';
import { OpenCampaign } from '../campaign/campaign-commands.js';
import { type Clock, SystemClock } from '../basics/clock.js';
import { readConfiguration, type Configuration } from '../configuration/configuration.js';
import { loadDirectory } from '../directory/load-directory.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { completeEnrolments } from '../roster/complete-enrolments.js';
import { Narrowings } from '../campaign/narrowings.js';
import { Enrolments } from '../roster/enrolments.js';
import { GuardedEventStore } from '../event-store/guarded-event-store.js';
import { Checkpoints } from '../evidence/checkpoints/checkpoints.js';
import { Notary } from '../evidence/signing/notary.js';
import { within } from '../basics/time-limit.js';
import type { EventStore } from '../event-store/event-store.js';
import { openEventStore } from '../engines/open-event-store.js';
import { announceWaiting } from './announce-waiting.js';
import { checkPlaces } from './check-places.js';
import { createApplication, createProbes } from './create-application.js';
import { listen } from './listen.js';
import { MongoConnection } from '../mongo/mongo-connection.js';
import { completePublications } from '../publication/complete-publications.js';
import { PublishQuestionnaireHandler } from '../publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { loadQuestionnaires } from '../questionnaire/load-questionnaires.js';
import { recordedRounds, type RecordedRound } from '../roster/recorded-rounds.js';
import type { ReferenceData } from './reference-data.module.js';

/** The campaign that a first start opens, so that there is a form to fill in. `patience`: milliseconds until its lists are complete. */
const FIRST_CAMPAIGN = { fiscalYear: 2565, days: 90, patience: 30_000 };

/** Milliseconds that a start waits for the comparison of the log with its checkpoints. */
const EXAMINATION_PATIENCE = 5000;

export interface RunningServer {
  readonly application: NestFastifyApplication;
  readonly url: string;
}

/**
 * Reads the reference data, opens the log and the read models' store, and listens.
 * @throws ConfigurationError, DataFileError, EventStoreUnavailable, ReadStoreUnavailable, PeopleUnavailable: faults that an operator can
 * fix, each with a one-line message.
 */
export const start = async (
  environment: NodeJS.ProcessEnv,
  clock: Clock = new SystemClock(),
): Promise<RunningServer> => {
  const configuration = readConfiguration(environment);
  checkPlaces(configuration);
  const referenceData: ReferenceData = {
    configuration,
    directory: loadDirectory(configuration.directoryDir),
    clock,
  };
  const application =
    configuration.role === 'projector'
      ? await openProjector(referenceData)
      : await openApplication(referenceData);
  try {
    await listen(application, configuration);
  } catch (error) {
    await application.close();
    throw error;
  }
  return { application, url: await application.getUrl() };
};

const openProjector = async (referenceData: ReferenceData): Promise<NestFastifyApplication> => {
  const { configuration } = referenceData;
  return createProbes(ProjectorModule.of(referenceData, await openStores(configuration)), configuration);
};

const openApplication = async (referenceData: ReferenceData): Promise<NestFastifyApplication> => {
  const { configuration, clock } = referenceData;
  const { connection, ...stores } = await openStores(configuration);
  const people = openPeople(configuration, connection);
  const sessions = await openSessions(configuration, connection);
  const module = AppModule.of(referenceData, { ...stores, people, sessions });
  const application = await createApplication(module, configuration);
  await application.init();
  const { eventStore } = stores;
  const firstStart = await holdsNoSurvey(eventStore);
  try {
    if (!(await examineRecord(application))) return application;
    const rounds = await recordedRounds(eventStore);
    await publishVersions(application, referenceData, { eventStore, rounds, firstStart });
    await completeRounds(application, referenceData, { eventStore, rounds });
    await application.get(Narrowings).completeAll();
  } catch (error) {
    await application.close();
    throw error;
  }
  if (!configuration.production && firstStart) {
    await readModelsReach(application, eventStore);
    await openFirstCampaign(application, clock);
    await readModelsReach(application, eventStore);
  }
  return application;
};

const readModelsReach = async (
  application: NestFastifyApplication,
  eventStore: EventStore,
): Promise<void> => {
  const head = (await eventStore.head()) ?? 0n;
  await application.get(ReadModelProgress).waitFor(head, FIRST_CAMPAIGN.patience);
};

const openLog = (configuration: Configuration) =>
  configuration.eventStoreUrl === undefined
    ? openEventStore(configuration)
    : announceWaiting('the event log (EVENTSTORE_URL)', configuration, openEventStore(configuration));

/** Opens the log first: the lock of an embedded log shows whether another process uses the folder. */
const openStores = async (configuration: Configuration) => {
  const eventStore = await openLog(configuration);
  try {
    return { eventStore, ...(await openReadSide(configuration)) };
  } catch (error) {
    await eventStore.close();
    throw error;
  }
};

/** Opens the read models: in MongoDB, which processes can share, or in a file of this process. */
const openReadSide = async (configuration: Configuration) => {
  const { mongoUrl, dataDir } = configuration;
  if (mongoUrl === undefined) {
    const readStore = await FileReadStore.open(join(dataDir, 'read-models.sqlite'));
    return { connection: undefined, readStore, leases: undefined, discarded: readStore.discarded };
  }
  const connection = await announceWaiting(
    'MongoDB (MONGODB_URL)',
    configuration,
    MongoConnection.open({ url: mongoUrl }),
  );
  return { connection, readStore: new MongoReadStore(connection), leases: new MongoLeases(connection) };
};

/** Whether the log is empty, or a first start ended before it recorded more than the questionnaire. */
const holdsNoSurvey = async (eventStore: EventStore): Promise<boolean> => {
  for await (const events of eventStore.readAll()) {
    if (events.some(({ type }) => type !== 'QuestionnairePublished')) return false;
  }
  return true;
};

/** Publishes the shipped questionnaire on a first start, and what an older version left in files only. */
const publishVersions = async (
  application: NestFastifyApplication,
  { configuration: { questionnaireDir } }: ReferenceData,
  recorded: Pick<Parameters<typeof completePublications>[0], 'eventStore' | 'rounds' | 'firstStart'>,
): Promise<void> => {
  const completed = await completePublications({
    ...recorded,
    library: application.get(QuestionnaireLibrary),
    publish: application.get(PublishQuestionnaireHandler),
    questionnaireDir,
    files: () => loadQuestionnaires(questionnaireDir),
  });
  for (const { version, position, derived } of completed) {
    if (derived) {
      const message = 'a questionnaire that the log lacked is recorded';
      new Logger('Questionnaires').warn({ message, version });
    }
    await application.get(ReadYourWrites).afterCommand(position.toString());
  }
};

/**
 * Compares the log with its checkpoints. The nation's whole log takes longer than a start may, so the comparison then goes on beside the
 * requests. That the log is not shorter than the newest checkpoint is known before.
 * @returns whether events may be written
 */
const examineRecord = async (application: NestFastifyApplication): Promise<boolean> => {
  const notary = application.get(Notary);
  const log = application.get(GuardedEventStore);
  const tail = await notary.examineTail();
  if (!tail && (await application.get(Checkpoints).sizes()).length > 0) {
    const whole = notary.examine().catch((error: unknown) => {
      new Logger('Evidence').error({ message: 'the log could not be compared with its checkpoints', error });
    });
    await within<unknown>(EXAMINATION_PATIENCE, whole, () => undefined);
  }
  return log.stop === undefined;
};

/** Records the rosters that an older version, or a process that crashed, did not write to the log. */
const completeRounds = async (
  application: NestFastifyApplication,
  { directory, configuration: { directoryDir } }: ReferenceData,
  recorded: { readonly eventStore: EventStore; readonly rounds: readonly RecordedRound[] },
): Promise<void> => {
  const enrolments = application.get(Enrolments);
  const completed = await completeEnrolments({ ...recorded, enrolments, directory, directoryDir });
  for (const { position, fiscalYear, provinces } of completed) {
    new Logger('Rosters').warn(
      `rosters that the log lacked are recorded: ${provinces.length} provinces of ${fiscalYear}`,
    );
    await application.get(ReadYourWrites).afterCommand(position.toString());
  }
};

const openFirstCampaign = async (application: NestFastifyApplication, clock: Clock): Promise<void> => {
  const closesAt = new Date(clock.now().getTime() + FIRST_CAMPAIGN.days * 24 * 3600 * 1000).toISOString();
  const { fiscalYear } = FIRST_CAMPAIGN;
  const body = { fiscalYear, closesAt };
  const context = { actor: systemActor, correlationId: 'first-start', idempotencyKey: 'first-start' };
  const latestVersion = await latestVersionFor(application.get(ReadStore), fiscalYear);
  await application.get(CommandBus).execute(new OpenCampaign(body, context, latestVersion));
};
