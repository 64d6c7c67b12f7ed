import {
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { ReadStoreUnavailable } from '../basics/read-store-unavailable.js';

/** Unauthorized and AuthenticationFailed (MongoDB's error codes). */
const refusals = new Set([13, 18]);

const absences = [
  MongoServerSelectionError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
];

/** Turns the driver's errors about a missing server into the port's own error. Other errors stay as they are. */
export const unavailableOr = (error: unknown): unknown => {
  if (absences.some((kind) => error instanceof kind) || isSocketFailure(error))
    return new ReadStoreUnavailable(`MongoDB cannot be reached: ${oneLine(error)}`, { cause: error });
  if (error instanceof MongoServerError && refusals.has(Number(error.code))) {
    return new ReadStoreUnavailable(`MongoDB refuses this user: ${oneLine(error)}`, { cause: error });
  }
  return error;
};

/** The driver lets a broken socket's own error through when it breaks while a request is written. */
const isSocketFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** NamespaceNotFound: there is no such collection. */
export const isAbsence = (error: unknown): boolean => error instanceof MongoServerError && error.code === 26;

/** NamespaceExists: another process made it at the same moment. */
export const isPresence = (error: unknown): boolean => error instanceof MongoServerError && error.code === 48;

const oneLine = (error: unknown): string => (error as Error).message.replace(/\s+/g, ' ');

/** MongoDB's error code of a document whose `_id` is taken. */
const DUPLICATE_KEY = 11_000;

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;
