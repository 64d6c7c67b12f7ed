import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { EventStore, EventStoreUnavailable } from '../src/event-store/event-store.js';
import { GuardedEventStore } from '../src/event-store/guarded-event-store.js';
import { startServer, type TestServer } from './support/server.js';
import { anonymous } from './support/sign-in.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const ready = async () => {
  const response = await anonymous(server.url).get('/health/ready');
  const { checks } = (await response.json()) as { checks: Readonly<Record<string, unknown>> };
  return [response.status, checks['event-store']];
};

describe('a process is ready', () => {
  it('while its log can be written', async () => {
    expect(await ready()).toEqual([200, { healthy: true, detail: { head: '3' } }]);
  });

  it('and not while its disk is full, though it reads', async () => {
    const store = server.application.get(EventStore);
    store.ensureWritable = () => Promise.reject(new EventStoreUnavailable('no room left', 'full'));
    expect(await ready()).toEqual([503, { healthy: false, detail: { head: '3', unavailable: 'full' } }]);
    Reflect.deleteProperty(store, 'ensureWritable');
    expect(await ready()).toEqual([200, { healthy: true, detail: { head: '3' } }]);
  });

  it('and never again after its writer has ended', async () => {
    const guarded = server.application.get(EventStore);
    const store = guarded instanceof GuardedEventStore && guarded['inner'];
    if (!(store instanceof SqliteEventStore)) throw new Error('not the embedded log');
    await store['writer']['worker'].terminate();
    expect(await ready()).toEqual([503, { healthy: false, detail: { head: '3', unavailable: 'io' } }]);
  });
});
