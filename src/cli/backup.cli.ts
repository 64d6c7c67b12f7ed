/** Backs up the embedded log of DATA_DIR into one file while the server runs. `--with-names` includes the people's names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showProgress, type ProgressBar } from '../basics/progress-bar.js';
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { reportFailure } from '../configuration/report-failure.js';
import { BrokenChain } from '../event-store/chain-check.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { BackupRefused, type Manifest } from '../event-store/embedded/backup-file.js';
import { backUp } from '../event-store/embedded/backup.js';
import { helpOnRequest } from './help.js';

const USAGE = 'usage: npm run backup -- <file> [--with-names]';
helpOnRequest(`${USAGE}

Backs up the embedded log of DATA_DIR into one file, while the server runs. Every hash is recomputed first.
  --with-names   also the names of people, which are personal data`);

const wanted = (): { readonly file: string; readonly withNames: boolean } => {
  try {
    const options = { 'with-names': { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    const [file] = positionals;
    if (file !== undefined && positionals.length === 1) return { file, withNames: values['with-names'] };
  } catch {
    // An unknown option gets the same answer.
  }
  throw new BackupRefused(USAGE);
};

const run = async (): Promise<Manifest> => {
  const { file, withNames } = wanted();
  const { dataDir, eventStoreUrl } = readConfiguration(process.env);
  if (eventStoreUrl !== undefined) {
    throw new BackupRefused('The log lies in EventStoreDB, which is backed up by its own means.');
  }
  const names = join(dataDir, 'people.sqlite');
  let proving: ProgressBar | undefined;
  const manifest = await backUp({
    log: join(dataDir, 'events.sqlite'),
    beside: withNames && existsSync(names) ? [names] : [],
    to: file,
    now: new Date(),
    onProved: (events, of) => (proving ??= showProgress('proved events', of)).update(events),
  });
  proving?.stop();
  return manifest;
};

try {
  const { log, files } = await run();
  console.log(`${log.events} events up to position ${log.head ?? '–'}, every hash recomputed`);
  for (const { name, size, sha256 } of files) console.log(`${name}  ${size} bytes  SHA-256 ${sha256}`);
} catch (error) {
  reportFailure(error, [BackupRefused, BrokenChain, ConfigurationError, EventStoreUnavailable]);
}
