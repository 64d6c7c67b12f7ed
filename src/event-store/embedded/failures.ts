import { EventStoreUnavailable } from '../event-store.js';
import type { Failure } from './writer.worker.js';

type Reason = EventStoreUnavailable['reason'];

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) and file system errors that map to a reason. */
const reasons: { readonly [code: string]: Reason } = {
  5: 'locked', // SQLITE_BUSY
  6: 'locked', // SQLITE_LOCKED
  8: 'read-only', // SQLITE_READONLY
  13: 'full', // SQLITE_FULL
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
};

const sentences: { readonly [reason in Reason]?: (file: string) => string } = {
  closed: (file) => `the event log ${file} is closed`,
  full: (file) =>
    `no room left to write to the event log ${file}: nothing was stored, free some disk space and try again`,
  'read-only': (file) =>
    `the event log ${file} cannot be written: its file or folder is read-only for this process`,
  locked: (file) =>
    `the event log ${file} is in use by another process: one process at a time can have it open`,
};

export const unavailable = (
  file: string,
  reason: Reason,
  detail?: string,
  options?: ErrorOptions,
): EventStoreUnavailable =>
  new EventStoreUnavailable(
    sentences[reason]?.(file) ?? `the event log ${file} cannot be used: ${detail}`,
    reason,
    options,
  );

export const unavailableByFailure = (file: string, { code, message }: Failure): EventStoreUnavailable => {
  const reason = code === undefined ? undefined : reasons[code & 0xff];
  return unavailable(file, reason ?? 'io', message, { cause: new Error(message) });
};

/** For errors of `node:fs` and `node:sqlite`. */
export const unavailableByError = (file: string, error: unknown): EventStoreUnavailable => {
  const { code, errcode, message } = error as { code?: string; errcode?: number; message: string };
  const reason = reasons[errcode === undefined ? (code ?? '') : errcode & 0xff];
  return unavailable(file, reason ?? 'io', message, { cause: error });
};
