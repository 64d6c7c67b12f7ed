/**
 * Creates the user of EVENTSTORE_URL on the server, with only the rights that the survey needs:
 * `EVENTSTORE_DEFAULT_ADMIN_PASSWORD=… npm run log-user`. A second run changes nothing.
 */
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { reportFailure } from '../configuration/report-failure.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { EventStoreDbEventStore } from '../event-store/eventstoredb/eventstoredb-event-store.js';
import { makeSurveyUser } from '../event-store/eventstoredb/survey-user.js';
import { helpOnRequest, requireNoArguments } from './help.js';

const USAGE = 'usage: npm run log-user --';
helpOnRequest(`${USAGE}

Creates the user of EVENTSTORE_URL on the server, with only the rights that the survey needs. EVENTSTORE_DEFAULT_ADMIN_PASSWORD is the
administrator's password. A second run changes nothing.`);

const run = async (): Promise<string> => {
  requireNoArguments(USAGE);
  const { eventStoreUrl } = readConfiguration({ ...process.env, NODE_ENV: undefined, ROLE: undefined });
  const adminPassword = process.env['EVENTSTORE_DEFAULT_ADMIN_PASSWORD']?.trim();
  if (eventStoreUrl === undefined) throw new ConfigurationError('EVENTSTORE_URL names the user to make');
  if (/[?&]tls=false/.test(eventStoreUrl)) return 'EventStoreDB without TLS has no users: nothing to do';
  if (!adminPassword) throw new ConfigurationError('EVENTSTORE_DEFAULT_ADMIN_PASSWORD is missing');
  await makeSurveyUser(eventStoreUrl, adminPassword);
  const store = await EventStoreDbEventStore.open({ url: eventStoreUrl });
  try {
    if (await store.mayDelete())
      throw new EventStoreUnavailable('the user may delete streams: it has other groups, too', 'refused');
  } finally {
    await store.close();
  }
  return 'the user reads and appends, and may not delete';
};

try {
  console.log(await run());
} catch (error) {
  reportFailure(error, [ConfigurationError, EventStoreUnavailable]);
}
