import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from '@jest/globals';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  type AllStreamRecordedEvent,
  type JSONEventType,
  type StreamingRead,
} from '@eventstore/db-client';

/** A server under test, the stand-in or a real one. */
export type OpenServer = () => Promise<{ readonly url: string; close(): Promise<void> | void }>;

type Probed = JSONEventType<'Probed', { readonly i: number; readonly text: string }, { readonly m: number }>;

const run = randomUUID().slice(0, 8);
let counter = 0;

/** A stream that no other test and no other run uses. */
export const fresh = (label = 'facts'): string => `${label}-${run}-${(counter += 1)}`;

/** @param size letters of three bytes in each event */
export const events = (count: number, size = 1) =>
  Array.from({ length: count }, (_, i) =>
    jsonEvent<Probed>({
      id: randomUUID(),
      type: 'Probed',
      data: { i, text: 'ก'.repeat(size) },
      metadata: { m: i },
    }),
  );

export const allOf = async <E>(reading: StreamingRead<{ event?: E }>): Promise<E[]> => {
  const found: E[] = [];
  for await (const { event } of reading) found.push(event!);
  return found;
};

export const revisionsOf = async (
  reading: StreamingRead<{ event?: { readonly revision: bigint } }>,
): Promise<number[]> => (await allOf(reading)).map(({ revision }) => Number(revision));

/** Gives up early when an answer may never come. */
export const within = <T>(milliseconds: number, answer: Promise<T>): Promise<T | 'silence'> =>
  Promise.race([answer, pause(milliseconds, 'silence' as const, { ref: false })]);

export interface Clients {
  /** One call for each append, as in the product. */
  readonly client: EventStoreDBClient;
  /** The client's default: all appends of a process in one call. */
  readonly batching: EventStoreDBClient;
}

/** Clients of a server that is open while the suite runs. */
export const clientsOf = (open: OpenServer): Clients => {
  const clients: { client?: EventStoreDBClient; batching?: EventStoreDBClient } = {};
  let server: Awaited<ReturnType<OpenServer>>;
  beforeAll(async () => {
    server = await open();
    clients.batching = EventStoreDBClient.connectionString(server.url);
    clients.client = Object.assign(EventStoreDBClient.connectionString(server.url), {
      supports: () => Promise.resolve(false),
    });
  });
  afterAll(async () => {
    await clients.client?.dispose();
    await clients.batching?.dispose();
    await server.close();
  });
  return clients as Clients;
};

/** The last event of the whole log, including other writers' events. */
export const lastOfAll = async (client: EventStoreDBClient): Promise<AllStreamRecordedEvent> => {
  const [last] = await allOf(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  return last!;
};
