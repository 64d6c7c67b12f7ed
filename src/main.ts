import 'reflect-metadata';
import { ReadStoreUnavailable } from '../projections/read-store/read-store.js';
import { PeopleUnavailable } from './access/people.js';
import { ConfigurationError } from './configuration.js';
import { DataFileError } from './data-file-error.js';
import { EventStoreUnavailable } from './event-store/event-store.js';
import { reportFailure } from './report-failure.js';
import { start } from './start.js';

try {
  const { url } = await start(process.env);
  process.stdout.write(`${JSON.stringify({ level: 30, msg: 'listening', url })}\n`);
} catch (error) {
  const { syscall, message } = error as NodeJS.ErrnoException;
  // The port is taken, or not ours to take.
  const told = syscall === 'listen' ? new ConfigurationError(message, { cause: error }) : error;
  reportFailure(told, [
    ConfigurationError,
    DataFileError,
    EventStoreUnavailable,
    ReadStoreUnavailable,
    PeopleUnavailable,
  ]);
  // What was opened before the failure would keep the process alive.
  process.exit();
}
