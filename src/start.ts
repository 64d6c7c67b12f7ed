import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemActor } from './access/actor.js';
import { openPeople } from './access/people.module.js';
import { AppModule } from './app.module.js';
import { OpenCampaign } from './campaign/campaign-commands.js';
import { type Clock, SystemClock } from './clock.js';
import { readConfiguration } from './configuration.js';
import { loadDirectory } from './directory/load-directory.js';
import { openEventStore } from './event-store/event-store.module.js';
import { createApplication } from './http/create-application.js';
import { loadQuestionnaires } from './questionnaire/load-questionnaires.js';
import { openReadStore } from './read-side/read-side.module.js';
import type { ReferenceData } from './reference-data.module.js';

/** The round that a first start opens, so that there is something to fill. */
const FIRST_CAMPAIGN = { fiscalYear: 2565, days: 90 };

export interface RunningServer {
  readonly application: NestFastifyApplication;
  readonly url: string;
}

/**
 * Reads what the process needs, opens the log and the read models' store, and listens.
 * @throws ConfigurationError, DataFileError, EventStoreUnavailable, ReadStoreUnavailable, PeopleUnavailable: faults that an operator mends, each one clear line.
 */
export const start = async (
  environment: NodeJS.ProcessEnv,
  clock: Clock = new SystemClock(),
): Promise<RunningServer> => {
  const configuration = readConfiguration(environment);
  const referenceData: ReferenceData = {
    configuration,
    directory: loadDirectory(configuration.directoryDir),
    questionnaires: loadQuestionnaires(configuration.questionnaireDir),
    clock,
  };
  const stores = {
    readStore: await openReadStore(configuration),
    eventStore: await openEventStore(configuration),
    people: await openPeople(configuration),
  };
  const application = await createApplication(AppModule.of(referenceData, stores), configuration);
  await application.init();
  if (!configuration.production && (await stores.eventStore.head()) === undefined) {
    await openFirstCampaign(application, clock);
  }
  await application.listen(configuration.port, configuration.host);
  return { application, url: await application.getUrl() };
};

const openFirstCampaign = (application: NestFastifyApplication, clock: Clock): Promise<unknown> => {
  const closesAt = new Date(clock.now().getTime() + FIRST_CAMPAIGN.days * 24 * 3600 * 1000).toISOString();
  const body = { fiscalYear: FIRST_CAMPAIGN.fiscalYear, closesAt };
  const context = { actor: systemActor, correlationId: 'first-start', idempotencyKey: 'first-start' };
  return application.get(CommandBus).execute(new OpenCampaign(body, context));
};
