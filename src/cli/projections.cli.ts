/** `status`, `rebuild <name>` and `verify <name> | --all` of the read models. What each can report depends on where they are stored. */
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { openLogToRead, type ReadableLog } from '../engines/open-event-store.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { reportFailure } from '../configuration/report-failure.js';
import { allProjections } from '../../projections/read-models/index.js';
import { replayReport, servedStatus } from '../../projections/maintenance/program-embedded.js';
import type { Projection } from '../../projections/engine/projection.js';
import { MemoryReadStore } from '../../projections/read-store/sqlite/memory-read-store.js';
import { UnpreparedCollection } from '../../projections/read-store/read-store.js';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { ReadStoreUnavailable } from '../basics/read-store-unavailable.js';
import { rebuildShared, sharedStatus, verifyShared } from '../../projections/maintenance/program-shared.js';
import { UsageError, type ProgramReport } from '../../projections/maintenance/program-report.js';
import { helpOnRequest } from './help.js';

const usage = 'usage: npm run projections -- status | rebuild <name> | verify <name> | verify --all';

helpOnRequest(`${usage}

  status          where each read model is
  rebuild <name>  builds one anew beside the live one, then takes its place (MongoDB)
  verify <name>   compares what is served with a replay of the log; --all compares every one`);

const chosen = (projections: readonly Projection[], name: string | undefined): readonly Projection[] => {
  if (name === '--all') return projections;
  const found = projections.filter((projection) => projection.name === name);
  if (found.length > 0) return found;
  const names = projections.map((projection) => projection.name).join(', ');
  throw new UsageError(`${usage}\nRead models: ${names}`);
};

interface Stores {
  readonly eventStore: ReadableLog;
  readonly readStore: MongoReadStore;
}

/** In MongoDB every process sees the same read models, so this process can check them. */
const runShared = async (
  command: string,
  names: readonly Projection[],
  stores: Stores,
): Promise<ProgramReport> => {
  if (command === 'rebuild') return rebuildShared(stores, names[0]!);
  return command === 'verify' ? verifyShared(stores, names) : sharedStatus(stores);
};

const run = async ([command = '', name]: readonly string[]): Promise<ProgramReport> => {
  if (!['status', 'rebuild', 'verify'].includes(command)) throw new UsageError(usage);
  if (command === 'rebuild' && name === '--all') throw new UsageError(usage);
  const configuration = readConfiguration(process.env);
  const { mongoUrl, port } = configuration;
  const projections = allProjections();
  const named = command === 'status' ? projections : chosen(projections, name);
  if (mongoUrl === undefined && command !== 'verify') {
    if (command === 'status') return servedStatus(port);
    throw new UsageError(
      'The read models are the server’s own: stop it and delete read-models.sqlite in DATA_DIR, and they are built anew.',
    );
  }
  const eventStore = await openLogToRead(configuration);
  try {
    if (mongoUrl === undefined) return await replayReport(eventStore, new MemoryReadStore(), named);
    const readStore = await MongoReadStore.open({ url: mongoUrl });
    try {
      return await runShared(command, named, { eventStore, readStore });
    } finally {
      await readStore.close();
    }
  } finally {
    await eventStore.close();
  }
};

try {
  const { lines, sound } = await run(process.argv.slice(2));
  for (const line of lines) console.log(line);
  process.exitCode = sound ? 0 : 1;
} catch (error) {
  reportFailure(error, [
    ConfigurationError,
    EventStoreUnavailable,
    ReadStoreUnavailable,
    UnpreparedCollection,
    UsageError,
  ]);
}
