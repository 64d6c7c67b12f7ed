import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';
import { ReadOnlyLog } from '../event-store/embedded/read-only-log.js';
import { SqliteEventStore } from '../event-store/embedded/sqlite-event-store.js';
import type { EventStore } from '../event-store/event-store.js';
import { EventStoreDbEventStore } from '../event-store/eventstoredb/eventstoredb-event-store.js';

/** The log that the configuration names. @throws EventStoreUnavailable */
export const openEventStore = ({
  eventStoreUrl,
  dataDir,
}: Pick<Configuration, 'eventStoreUrl' | 'dataDir'>): Promise<EventStore> =>
  eventStoreUrl === undefined
    ? SqliteEventStore.open({ file: join(dataDir, 'events.sqlite') })
    : EventStoreDbEventStore.open({ url: eventStoreUrl });

/** The part of the port that a read-only program uses. */
export type ReadableLog = Pick<EventStore, 'head' | 'readAll' | 'readStream' | 'inspect'> & {
  close(): void | Promise<void>;
};

/**
 * The same log for a program that only reads. It takes no lock on an embedded log, so the server may run beside it.
 * @throws EventStoreUnavailable
 */
export const openLogToRead = async (
  configuration: Pick<Configuration, 'eventStoreUrl' | 'dataDir'>,
): Promise<ReadableLog> =>
  configuration.eventStoreUrl === undefined
    ? ReadOnlyLog.open(join(configuration.dataDir, 'events.sqlite'))
    : openEventStore(configuration);
