/** Builds every read model from zero beside the running server, and shows what they hold: a proof that what is served is what was recorded. */
import { join } from 'node:path';
import { ConfigurationError, readConfiguration } from '../src/configuration.js';
import { DataFileError } from '../src/data-file-error.js';
import { loadDirectory } from '../src/directory/load-directory.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { EventStoreUnavailable } from '../src/event-store/event-store.js';
import { allProjections } from './index.js';
import { showProgress } from './progress.js';
import { MemoryReadStore } from './read-store/memory-read-store.js';
import { rebuildReport, type RebuildReport } from './rebuild-report.js';

const run = async (): Promise<RebuildReport> => {
  const { dataDir, directoryDir } = readConfiguration(process.env);
  const directory = loadDirectory(directoryDir);
  const log = ReadOnlyLog.open(join(dataDir, 'events.sqlite'));
  const progress = showProgress('events', Number((await log.head()) ?? 0n));
  try {
    return await rebuildReport({
      eventStore: log,
      readStore: new MemoryReadStore(),
      projections: allProjections(directory),
      onProgress: (events) => progress.update(events),
    });
  } finally {
    progress.stop();
    log.close();
  }
};

const show = ({ events, seconds, position, readModels, parked }: RebuildReport): void => {
  const rate = Math.round(events / seconds).toLocaleString('en');
  console.log(
    `${events} events up to position ${position ?? '–'} in ${seconds.toFixed(2)} s: ${rate} events/s`,
  );
  for (const { collection, documents, sha256, parked: streams } of readModels) {
    console.log(
      `${collection.padEnd(24)} ${String(documents).padStart(8)} documents  ${sha256}  ${streams.length} parked`,
    );
  }
  for (const { projection, stream, revision, reason } of parked) {
    console.log(`parked in ${projection}: ${stream} from revision ${revision}: ${reason}`);
  }
};

try {
  const report = await run();
  show(report);
  if (report.parked.length > 0) process.exitCode = 1;
} catch (error) {
  const mendable = [ConfigurationError, DataFileError, EventStoreUnavailable].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(
    `${mendable ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exitCode = 1;
}
