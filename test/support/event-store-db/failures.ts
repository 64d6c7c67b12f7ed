import { Metadata, status } from '@grpc/grpc-js';

/** A failure as gRPC carries it. The client recognises most of them by the entry `exception`. */
export type Failure = Error & {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
};

const failure = (
  code: status,
  details: string,
  entries: Readonly<Record<string, string | number>> = {},
): Failure => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, String(value));
  return Object.assign(new Error(details), { code, details, metadata });
};

export const isAccessDenied = (error: unknown): boolean =>
  (error as Partial<Failure>).code === status.PERMISSION_DENIED;

export const failures = {
  unavailable: (why = 'Server Is Not Ready') => failure(status.UNAVAILABLE, why),
  notLeader: (host: string, port: number) =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': port,
    }),
  unauthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  tooLarge: (maximum: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${maximum} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': maximum,
    }),
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': stream,
    }),
  wrongVersion: (stream: string, expected: bigint, actual: bigint) =>
    failure(
      status.FAILED_PRECONDITION,
      `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
      {
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': `${expected}`,
        ...(actual < 0n ? {} : { 'actual-version': `${actual}` }),
      },
    ),
  unreadable: (what: 'ReadStreamResult' | 'ReadAllResult') =>
    failure(status.UNKNOWN, `Unexpected ${what}: Error`),
  notPlayed: (what: string) => failure(status.UNIMPLEMENTED, `the stand-in plays no ${what}`),
  handlerThrew: () => failure(status.UNKNOWN, 'Exception was thrown by handler.'),
  tooSlow: (state: 'live' | 'transitioning to live') =>
    failure(
      status.ABORTED,
      `Operation timed out: Consumer too slow to handle event while ${state}. Client resubscription required.`,
    ),
};
