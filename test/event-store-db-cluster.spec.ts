import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client';
import { events, fresh, revisionsOf, within } from './event-store-db-facts/asking.js';
import { EventStoreDbCluster, silentNode } from './support/event-store-db/cluster.js';

/** Shorter than any real answer takes on a busy machine. */
const SILENCE = 1_500;

/** Behaviour of three real nodes (23.10.8) when one of them died, froze or resigned as leader. */
describe('A cluster of the stand-in for EventStoreDB', () => {
  let cluster: EventStoreDbCluster;
  const clients: EventStoreDBClient[] = [];
  const connect = (url: string): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(url);
    clients.push(Object.assign(client, { supports: () => Promise.resolve(false) }));
    return client;
  };
  const append = (client: EventStoreDBClient, stream = fresh()) =>
    client.appendToStream(stream, events(1), { expectedRevision: NO_STREAM, requiresLeader: true });
  const patiently = async (client: EventStoreDBClient, stream?: string): Promise<void> => {
    for (let failures = 0; ; failures += 1) {
      try {
        await append(client, stream);
        return;
      } catch (error) {
        if (failures === 5) throw error;
      }
    }
  };
  beforeEach(async () => {
    cluster = await EventStoreDbCluster.start(3);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await cluster.stop();
  });
  const appends = () => [0, 1, 2].map((number) => cluster.node(number).appends);

  it('leads a client that has all addresses to its leader', async () => {
    cluster.elect(2);
    await append(connect(cluster.url));
    expect(appends()).toEqual([0, 0, 1]);
  });

  it('names the leader when a follower gets a request that only a leader answers', async () => {
    const client = connect(cluster.urlOf(1));
    await expect(append(client)).rejects.toMatchObject({
      type: 'not-leader',
      code: 5,
      leader: { address: '127.0.0.1', port: Number(/:(\d+)\?/.exec(cluster.urlOf(0))![1]) },
    });
    await append(client);
    expect(appends()).toEqual([1, 1, 0]);
  });

  it('has one log, which followers read too', async () => {
    const stream = fresh();
    await append(connect(cluster.url), stream);
    expect(await revisionsOf(connect(cluster.urlOf(1)).readStream(stream))).toEqual([0]);
  });

  it('continues under a leader that is elected while the old one lives', async () => {
    const client = connect(cluster.url);
    await append(client);
    cluster.elect(1);
    await patiently(client);
    expect(cluster.node(1).appends).toBe(1);
  });

  it('continues under another leader when its leader is killed, and takes it back as a follower', async () => {
    const client = connect(cluster.url);
    await append(client);
    await cluster.kill(0);
    await expect(append(client)).rejects.toMatchObject({ type: 'unavailable', code: 14 });
    cluster.elect(1);
    await patiently(client);
    await cluster.restart(0);
    await patiently(client);
    expect(cluster.node(0).appends).toBe(0);
    await expect(append(connect(cluster.urlOf(0)))).rejects.toMatchObject({ type: 'not-leader' });
  });

  it('is not affected when a follower is killed', async () => {
    const client = connect(cluster.url);
    await append(client);
    await cluster.kill(2);
    await append(client);
    expect(cluster.node(0).appends).toBe(2);
  });

  it('is not ready for anything while it has no leader', async () => {
    cluster.missLeader();
    await expect(append(connect(cluster.urlOf(1)))).rejects.toMatchObject({
      type: 'unavailable',
      code: 14,
      message: '14 UNAVAILABLE: Server Is Not Ready',
    });
  });

  describe('whose leader is frozen', () => {
    it('keeps the client waiting there, also when the others have another leader', async () => {
      const client = connect(cluster.url);
      await append(client);
      cluster.freeze(0);
      const waiting = client
        .appendToStream(fresh(), events(1), { expectedRevision: NO_STREAM, deadline: SILENCE })
        .catch((error: unknown) => error);
      cluster.elect(1);
      expect(await waiting).toMatchObject({ type: 'deadline-exceeded', code: 4 });
      const again = client.appendToStream(fresh(), events(1), { deadline: SILENCE });
      await expect(again).rejects.toMatchObject({ type: 'deadline-exceeded' });
      await append(connect(cluster.urlOf(1, 2)));
      expect(appends()).toEqual([1, 1, 0]);
    });

    it('has it as a follower when it wakes, and it names the new leader', async () => {
      const client = connect(cluster.urlOf(0));
      const stream = fresh();
      await append(client);
      cluster.freeze(0);
      const late = append(client, stream).catch((error: unknown) => error);
      cluster.elect(1);
      cluster.wake(0);
      expect(await late).toMatchObject({ type: 'not-leader' });
      expect(cluster.node(1).storedIn(stream)).toEqual([]);
      await append(client, stream);
      expect(cluster.node(1).storedIn(stream)).toHaveLength(1);
    });

    it('has it as the leader again when it wakes before another is elected', async () => {
      const client = connect(cluster.url);
      await append(client);
      cluster.freeze(0);
      cluster.missLeader();
      const late = append(client);
      cluster.wake(0);
      await late;
      expect(appends()).toEqual([2, 0, 0]);
    });

    it('sends its subscribers nothing until it wakes, and then everything', async () => {
      const stream = fresh();
      const filter = streamNameFilter({ prefixes: [stream] });
      const subscription = connect(cluster.urlOf(0)).subscribeToAll({ fromPosition: START, filter });
      const first = new Promise((resolve) => subscription.once('data', resolve));
      await new Promise((resolve) => subscription.once('caughtUp', () => resolve(undefined)));
      cluster.freeze(0);
      cluster.elect(1);
      await append(connect(cluster.urlOf(1)), stream);
      expect(await within(300, first)).toBe('silence');
      cluster.wake(0);
      expect(await first).toMatchObject({ event: { streamId: stream, revision: 0n } });
      await subscription.unsubscribe();
    });
  });

  it('with one address that accepts connections and never answers is found through the others', async () => {
    const silent = await silentNode();
    try {
      const url = cluster.urlOf(0, 1).replace('?', `,127.0.0.1:${silent.port}?gossipTimeout=1&`);
      await append(connect(url));
      const stuck = connect(`esdb://127.0.0.1:${silent.port}?tls=false`);
      expect(
        await within(
          SILENCE,
          append(stuck).catch((error: unknown) => error),
        ),
      ).toBe('silence');
    } finally {
      await silent.stop();
    }
  }, 15_000);
});
