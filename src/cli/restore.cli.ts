/** Restores a backup into DATA_DIR, which must not contain a log yet. */
import { join } from 'node:path';
import { showProgress, type ProgressBar } from '../basics/progress-bar.js';
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { reportFailure } from '../configuration/report-failure.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { BackupRefused, type Manifest } from '../event-store/embedded/backup-file.js';
import { restore } from '../event-store/embedded/restore.js';
import { helpOnRequest } from './help.js';

const USAGE = 'usage: npm run restore -- <file>';
helpOnRequest(`${USAGE}

Lays a backup into DATA_DIR, where there must be no log yet. Every hash is recomputed first.`);

const run = async (): Promise<Manifest> => {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new BackupRefused(USAGE);
  const { dataDir } = readConfiguration(process.env);
  let proving: ProgressBar | undefined;
  const manifest = await restore({
    from: file,
    log: join(dataDir, 'events.sqlite'),
    onProved: (events, of) => (proving ??= showProgress('proved events', of)).update(events),
  });
  proving?.stop();
  return manifest;
};

try {
  const { log, madeAt } = await run();
  console.log(`The log of ${madeAt}: ${log.events} events up to position ${log.head ?? '–'}`);
} catch (error) {
  reportFailure(error, [BackupRefused, ConfigurationError, EventStoreUnavailable]);
}
