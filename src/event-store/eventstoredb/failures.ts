import { AccessDeniedError, ErrorType, isCommandError } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../event-store.js';

/** gRPC: DEADLINE_EXCEEDED and ABORTED, by which the server says that it took too long. */
const LATE_CODES: readonly unknown[] = [4, 10];
const LATE_TYPES: readonly ErrorType[] = [ErrorType.DEADLINE_EXCEEDED, ErrorType.TIMEOUT];
/** Answers about the request itself: asking again would bring the same. */
const FINAL_TYPES: readonly ErrorType[] = [
  ErrorType.STREAM_NOT_FOUND,
  ErrorType.STREAM_DELETED,
  ErrorType.WRONG_EXPECTED_VERSION,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.INVALID_ARGUMENT,
  ErrorType.MISSING_REQUIRED_METADATA_PROPERTY,
];

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/\s+/g, ' ')
    .replace(/ Resolution note: $/, '');

/**
 * What the client throws when the server is away, late, or not the leader, as the port names it; undefined for anything else.
 * The client lets some of these through as plain errors with a gRPC code, and a failed discovery as an error without one.
 */
export const unavailableBy = (error: unknown): EventStoreUnavailable | undefined => {
  if (error instanceof EventStoreUnavailable) return error;
  if (!(error instanceof Error)) return undefined;
  const command = isCommandError(error) ? error : undefined;
  if (command && FINAL_TYPES.includes(command.type)) return undefined;
  const { code } = error as { code?: unknown };
  const options = { cause: error };
  if (error instanceof AccessDeniedError)
    return new EventStoreUnavailable(refusalOf(error), 'refused', options);
  if (LATE_CODES.includes(code) || (command && LATE_TYPES.includes(command.type))) {
    return new EventStoreUnavailable(
      `EventStoreDB did not answer in time: ${oneLine(error)}`,
      'timeout',
      options,
    );
  }
  if (command || typeof code === 'number' || error.message.startsWith('Failed to discover')) {
    return new EventStoreUnavailable(
      `EventStoreDB cannot be reached: ${oneLine(error)}`,
      'unreachable',
      options,
    );
  }
  return undefined;
};

/** gRPC: UNAUTHENTICATED. */
const UNAUTHENTICATED = 16;

const refusalOf = ({ code }: AccessDeniedError): string =>
  Number(code) === UNAUTHENTICATED
    ? 'EventStoreDB does not know this user, or the password is wrong'
    : 'EventStoreDB gives this user no right to the log: a user of the group survey has it';

/** Whether nothing came back at all. ABORTED is an answer: the server itself says that it took too long. */
export const isSilence = (error: unknown): boolean =>
  unavailableBy(error)?.reason === 'timeout' && !isDrop(error);

/** Whether the server ended a live subscription because more came than it keeps: nothing is lost, and it is taken up again. */
export const isDrop = (error: unknown): boolean =>
  error instanceof Error && isCommandError(error) && error.type === ErrorType.TIMEOUT;

/** Whether the same request may succeed a moment later. */
export const mayPass = (failure: EventStoreUnavailable): boolean =>
  failure.reason !== 'closed' && failure.reason !== 'refused';
