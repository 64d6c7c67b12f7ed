import 'reflect-metadata';
import { ReadStoreUnavailable } from '../projections/read-store/read-store.js';
import { PeopleUnavailable } from './access/people.js';
import { ConfigurationError } from './configuration.js';
import { DataFileError } from './data-file-error.js';
import { EventStoreUnavailable } from './event-store/event-store.js';
import { start } from './start.js';

try {
  const { url } = await start(process.env);
  process.stdout.write(`${JSON.stringify({ level: 30, msg: 'listening', url })}\n`);
} catch (error) {
  const mendable =
    [ConfigurationError, DataFileError, EventStoreUnavailable, ReadStoreUnavailable, PeopleUnavailable].some(
      (kind) => error instanceof kind,
    ) ||
    // The port is taken, or not ours to take.
    (error as NodeJS.ErrnoException).syscall === 'listen';
  // One clear line for whoever started it; anything else is a defect and shows where.
  process.stderr.write(
    `${mendable ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exit(1);
}
