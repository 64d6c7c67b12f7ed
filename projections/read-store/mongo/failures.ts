import {
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { ReadStoreUnavailable } from '../read-store.js';

/** Unauthorized and AuthenticationFailed (MongoDB's error codes). */
const refusals = new Set([13, 18]);

/** What the driver throws when there is no server to talk to becomes the port's own error; anything else stays what it is. */
export const unavailableOr = (error: unknown): unknown => {
  const absent = [MongoServerSelectionError, MongoNetworkError, MongoNotConnectedError].some(
    (kind) => error instanceof kind,
  );
  if (absent)
    return new ReadStoreUnavailable(`MongoDB cannot be reached: ${oneLine(error)}`, { cause: error });
  if (error instanceof MongoServerError && refusals.has(Number(error.code))) {
    return new ReadStoreUnavailable(`MongoDB refuses this user: ${oneLine(error)}`, { cause: error });
  }
  return error;
};

/** NamespaceNotFound: there is no such collection. */
export const isAbsence = (error: unknown): boolean => error instanceof MongoServerError && error.code === 26;

const oneLine = (error: unknown): string => (error as Error).message.replace(/\s+/g, ' ');
