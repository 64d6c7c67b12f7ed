import { describe } from '@jest/globals';
import { appendFacts } from './event-store-db-facts/appends.contract.js';
import type { OpenServer } from './event-store-db-facts/asking.js';
import { readFacts } from './event-store-db-facts/reads.contract.js';
import { removalFacts } from './event-store-db-facts/removals.contract.js';
import { subscriptionFacts } from './event-store-db-facts/subscriptions.contract.js';
import { describeEngine } from './support/engine.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';

/** Behaviour of EventStoreDB 23.10.8 through `@eventstore/db-client` 6.2.1. The stand-in answers the same. */
const facts = (open: OpenServer): void => {
  appendFacts(open);
  readFacts(open);
  subscriptionFacts(open);
  removalFacts(open);
};

describe('The stand-in for EventStoreDB answers like the real server', () => {
  facts(async () => {
    const server = await EventStoreDbInMemory.start();
    return { url: server.url, close: () => server.stop() };
  });
});

describeEngine('What EventStoreDB answers', 'EVENTSTORE_URL', (url) => {
  describe('A real EventStoreDB answers as recorded', () => {
    facts(async () => ({ url, close: () => undefined }));
  });
});
