/**
 * Proves that nothing in the log was altered, beside the running server: `npm run verify -- [--checkpoints <folder>] [--key <public key>]`.
 * The log is that of `DATA_DIR`, or of `EVENTSTORE_URL`. Exit code 1 when anything is wrong.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showProgress } from '../../projections/progress.js';
import { ConfigurationError, readConfiguration, type Configuration } from '../configuration.js';
import { DataFileError } from '../data-file-error.js';
import { ReadOnlyLog } from '../event-store/embedded/read-only-log.js';
import { openEventStore } from '../event-store/event-store.module.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { loadPublicKey } from './checkpoint-key.js';
import { Checkpoints } from './checkpoints.js';
import { verificationReport } from './verification-report.js';
import { verifyLog, type Verification } from './verify-log.js';

const options = () =>
  parseArgs({ options: { checkpoints: { type: 'string' }, key: { type: 'string' } } }).values;

const openLog = async (configuration: Configuration) =>
  configuration.eventStoreUrl === undefined
    ? ReadOnlyLog.open(join(configuration.dataDir, 'events.sqlite'))
    : openEventStore(configuration);

const run = async (): Promise<Verification> => {
  const configuration = readConfiguration(process.env);
  const { checkpoints: folder = configuration.checkpoints.dir, key } = options();
  const checkpoints = new Checkpoints(folder, loadPublicKey(configuration, key));
  const log = await openLog(configuration);
  const progress = showProgress('position', Number((await log.head()) ?? 0n));
  const start = performance.now();
  try {
    const verification = await verifyLog({
      log,
      checkpoints,
      onProgress: (position) => progress.update(Number(position)),
    });
    progress.stop();
    const seconds = (performance.now() - start) / 1000;
    for (const line of verificationReport(verification, { folder, seconds })) console.log(line);
    return verification;
  } finally {
    progress.stop();
    await log.close();
  }
};

try {
  const { fault } = await run();
  if (fault) process.exitCode = 1;
} catch (error) {
  const mendable =
    [ConfigurationError, DataFileError, EventStoreUnavailable].some((kind) => error instanceof kind) ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(
    `${mendable ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exitCode = 1;
}
