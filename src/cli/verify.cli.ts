/**
 * Proves that nothing in the log was altered, beside the running server: `npm run verify -- [--checkpoints <folder>] [--key <public key>]`.
 * It checks the log of `DATA_DIR` or of `EVENTSTORE_URL`. The exit code is 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { showProgress } from '../basics/progress-bar.js';
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { DataFileError } from '../configuration/data-file-error.js';
import { openLogToRead } from '../engines/open-event-store.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { reportFailure } from '../configuration/report-failure.js';
import { loadPublicKey } from '../evidence/checkpoints/checkpoint-key.js';
import { Checkpoints } from '../evidence/checkpoints/checkpoints.js';
import { verificationReport } from '../evidence/verification/verification-report.js';
import { verifyLog, type Verification } from '../evidence/verification/verify-log.js';
import { helpOnRequest } from './help.js';

const USAGE = 'usage: npm run verify -- [--checkpoints <folder>] [--key <public key>]';
helpOnRequest(`${USAGE}

Recomputes every hash and every signed checkpoint of the log, beside the running server. Exit code 1 when anything is wrong.
  --checkpoints <folder>   checkpoints that were kept elsewhere; default: CHECKPOINT_DIR
  --key <file>             a public key that you trust (PEM); default: that of CHECKPOINT_KEY`);

const readArguments = () => {
  try {
    return parseArgs({ options: { checkpoints: { type: 'string' }, key: { type: 'string' } } }).values;
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
};

const run = async (): Promise<Verification> => {
  const configuration = readConfiguration(process.env);
  const { checkpoints: folder = configuration.checkpoints.dir, key } = readArguments();
  const checkpoints = new Checkpoints(folder, loadPublicKey(configuration, key));
  const log = await openLogToRead(configuration);
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
  reportFailure(error, [ConfigurationError, DataFileError, EventStoreUnavailable]);
}
