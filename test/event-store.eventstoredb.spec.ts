import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { eventStoreContract } from './event-store.contract.js';
import { describeEngine } from './support/engine.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';

/** The contract's streams are not the survey's. */
const prefixes = ['contract-'];

describeEngine('EventStoreDB', 'EVENTSTORE_URL', (url) => {
  eventStoreContract('EventStoreDbEventStore on the real server', async () => {
    const store = await EventStoreDbEventStore.open({ url, prefixes });
    return { store, close: () => store.close() };
  });
});

eventStoreContract('EventStoreDbEventStore on a server in memory', async () => {
  const server = await EventStoreDbInMemory.start();
  const store = await EventStoreDbEventStore.open({ url: server.url, prefixes });
  return {
    store,
    close: async () => {
      await store.close();
      server.stop();
    },
  };
});
