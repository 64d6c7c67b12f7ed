import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { MongoLeases } from '../../projections/engine/lease/mongo/mongo-leases.js';
import { FileReadStore } from '../../projections/read-store/sqlite/file-read-store.js';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { systemActor } from '../events/actor.js';
import { openPeople } from '../engines/open-people.js';
import { openTokens } from '../engines/open-tokens.js';
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
import type { EventStore } from '../event-store/event-store.js';
import { openEventStore } from '../engines/open-event-store.js';
import { announceWaiting } from './announce-waiting.js';
import { checkPlaces } from './check-places.js';
import { createApplication, createProbes } from './create-application.js';
import { examineRecord, unlessDamaged } from './examine-record.js';
import { listen } from './listen.js';
import { MongoConnection } from '../mongo/mongo-connection.js';
import { completePublications } from '../publication/complete-publications.js';
import { PublishQuestionnaireHandler } from '../publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { compareVersions } from '../questionnaire/questionnaire.js';
import { loadQuestionnaires } from '../questionnaire/load-questionnaires.js';
import { recordedRounds, type RecordedRound } from '../roster/recorded-rounds.js';
import type { ReferenceData } from './reference-data.module.js';

/** The campaign that a first start opens, so that there is a form to fill in. `patience`: milliseconds until its lists are complete. */
const FIRST_CAMPAIGN = { fiscalYear: 2565, days: 90, patience: 30_000 };

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
  const tokens = await openTokens(configuration, connection);
  const module = AppModule.of(referenceData, { ...stores, people, sessions, tokens });
  const application = await createApplication(module, configuration);
  await application.init();
  const { eventStore } = stores;
  const firstStart = await holdsNoSurvey(eventStore);
  try {
    if (!(await examineRecord(application, clock))) return application;
    await unlessDamaged(async () => {
      const rounds = await recordedRounds(eventStore);
      await publishVersions(application, referenceData, { eventStore, rounds, firstStart });
      await completeRounds(application, referenceData, { eventStore, rounds });
    });
    await unlessDamaged(() => application.get(Narrowings).completeAll());
  } catch (error) {
    await application.close();
    throw error;
  }
  if (!configuration.production && firstStart) {
    await openFirstCampaign(application, referenceData);
    // The lists are complete when this process listens. Where another process projects, it may not run yet.
    if (configuration.role === 'all') await readModelsReach(application, eventStore);
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

const openFirstCampaign = async (
  application: NestFastifyApplication,
  { clock, configuration: { questionnaireDir } }: ReferenceData,
): Promise<void> => {
  const closesAt = new Date(clock.now().getTime() + FIRST_CAMPAIGN.days * 24 * 3600 * 1000).toISOString();
  const { fiscalYear } = FIRST_CAMPAIGN;
  const versions = loadQuestionnaires(questionnaireDir).filter((each) => each.fiscalYear === fiscalYear);
  const [questionnaireVersion] = versions.map(({ version }) => version).sort((a, b) => compareVersions(b, a));
  const body = {
    fiscalYear,
    closesAt,
    ...(questionnaireVersion === undefined ? {} : { questionnaireVersion }),
  };
  const context = { actor: systemActor, correlationId: 'first-start', idempotencyKey: 'first-start' };
  await application.get(CommandBus).execute(new OpenCampaign(body, context));
};
