/** Lays a backup into DATA_DIR, where there is no log yet. */
import { join } from 'node:path';
import { showProgress, type Progress } from '../../../projections/progress.js';
import { ConfigurationError, readConfiguration } from '../../configuration.js';
import { reportFailure } from '../../report-failure.js';
import { EventStoreUnavailable } from '../event-store.js';
import { BackupRefused, type Manifest } from './backup-file.js';
import { restore } from './restore.js';

const run = async (): Promise<Manifest> => {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || more.length > 0) throw new BackupRefused('usage: npm run restore -- <file>');
  const { dataDir } = readConfiguration(process.env);
  let proving: Progress | undefined;
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
