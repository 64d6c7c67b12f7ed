import 'reflect-metadata';
import { ReadStoreUnavailable } from './basics/read-store-unavailable.js';
import { PeopleUnavailable } from './people/people.js';
import { ConfigurationError } from './configuration/configuration.js';
import { DataFileError } from './configuration/data-file-error.js';
import { EventStoreUnavailable } from './event-store/event-store.js';
import { reportFailure } from './configuration/report-failure.js';
import { start } from './application/start.js';

try {
  const { url } = await start(process.env);
  process.stdout.write(`${JSON.stringify({ level: 30, msg: 'listening', url })}\n`);
} catch (error) {
  const { syscall, message } = error as NodeJS.ErrnoException;
  // The server's own port is reported by `listen`; this is the other one.
  const reported =
    syscall === 'listen'
      ? new ConfigurationError(`DEVELOPMENT_IDENTITY_PORT: ${message}`, { cause: error })
      : error;
  reportFailure(reported, [
    ConfigurationError,
    DataFileError,
    EventStoreUnavailable,
    ReadStoreUnavailable,
    PeopleUnavailable,
  ]);
  // A store that was opened before the failure would keep the process alive.
  process.exit();
}
