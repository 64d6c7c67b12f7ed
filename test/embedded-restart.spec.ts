import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Projector } from '../projections/engine/projector.js';
import type { Projection } from '../projections/engine/projection.js';
import { differences } from './support/read-store-differences.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { allProjections } from '../projections/read-models/index.js';
import { FileReadStore } from '../projections/read-store/sqlite/file-read-store.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { dropOtherVersions } from '../projections/maintenance/drop-superseded.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';
import { ownFolder } from './support/own-folder.js';
import { SurveyWorld } from './support/survey-world.js';

const projections = allProjections();
const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId: 'economy' } };
const certified: DomainEvent = {
  type: 'LaoCertified',
  data: { fingerprint: 'f', questionnaireVersion: '2565.1', notes: [] },
};

describe('the read models of one process, after a restart', () => {
  let close: () => Promise<void> = async () => undefined;
  afterEach(() => close());
  const folder = ownFolder();
  const file = () => join(folder(), 'read-models.sqlite');

  /** @returns what was said, and the positions that were read. */
  const run = async (world: SurveyWorld, of: readonly Projection[] = projections) => {
    await close();
    const said: string[] = [];
    const taken: bigint[] = [];
    const readStore = await FileReadStore.open(file());
    const projector = new Projector({
      eventStore: world.store,
      readStore,
      projections: of,
      rebuildForeign: true,
      log: (_level, message) => said.push(message),
      onApplied: (events) => taken.push(...events.map(({ position }) => position)),
    });
    close = async () => {
      close = async () => undefined;
      await projector.stop();
      await readStore.close();
    };
    await projector.start();
    await projector.caughtUp();
    return { readStore, said, taken };
  };

  const asRebuilt = async (world: SurveyWorld, readStore: FileReadStore) => {
    const fresh = new MemoryReadStore();
    await rebuildFromZero({ eventStore: world.store, readStore: fresh, projections });
    expect(await differences(readStore, fresh, projections.map(collectionName))).toEqual([]);
  };

  const worldOf = async (...events: readonly DomainEvent[]) => {
    const world = new SurveyWorld();
    await world.open();
    for (const event of events) await world.record('survey-2565.06110001', event);
    return world;
  };

  it('go on behind their checkpoint', async () => {
    const world = await worldOf(saved);
    await run(world);
    await close();
    await world.record('survey-2565.06110001', certified);
    const { readStore, said, taken } = await run(world);
    expect(taken).toEqual([5n]);
    expect(said).toEqual([]);
    await asRebuilt(world, readStore);
  });

  it('are built anew beside a shorter log, and beside another one', async () => {
    await run(await worldOf(saved, certified));
    const shorter = await worldOf(saved);
    const first = await run(shorter);
    const replaced = [
      'read models of another log: they are built anew beside',
      'read models of another log were replaced',
    ];
    expect(first.said).toEqual(replaced);
    await asRebuilt(shorter, first.readStore);
    const other = await worldOf();
    await other.record('survey-2565.06110002', saved);
    const second = await run(other);
    expect(second.said).toEqual(replaced);
    await asRebuilt(other, second.readStore);
  });

  it('are built anew when the file was deleted', async () => {
    const world = await worldOf(saved);
    await run(world);
    await close();
    await rm(file());
    const { readStore, taken } = await run(world);
    expect(taken).toEqual([1n, 2n, 3n, 4n]);
    await asRebuilt(world, readStore);
  });

  it('a changed one is built beside, and the old one dropped', async () => {
    const world = await worldOf(saved);
    await run(world);
    const changed = projections.map((each) => (each.name === 'campaigns' ? { ...each, version: 9 } : each));
    const { readStore } = await run(world, changed);
    expect(readStore.names).toEqual(expect.arrayContaining(['campaigns_v3', 'campaigns_v9']));
    await dropOtherVersions(readStore, changed, () => undefined);
    expect(readStore.names).not.toContain('campaigns_v3');
    expect(await readStore.count('campaigns_v9', {})).toBe(1);
    expect(await readStore.findById('projection_checkpoints', 'campaigns_v3')).toBeUndefined();
  });
});

describe('a server that is started again', () => {
  let server: TestServer | undefined;
  afterEach(() => server?.stop());
  const folder = ownFolder();

  const knowsItsPeople = async (log: NodeJS.ProcessEnv): Promise<void> => {
    const env = { SESSION_SECRET: '', ...log };
    server = await startServer({ dataDir: folder(), env });
    const client = await signIn(server.url, 'admin');
    const list = await (await client.get('/api/surveys?fiscalYear=2565')).text();
    const { port } = new URL(server.url);
    await server.stop();
    server = await startServer({ dataDir: folder(), env: { ...env, PORT: port } });
    const again = await client.get('/api/surveys?fiscalYear=2565');
    expect(again.status).toBe(200);
    expect(await again.text()).toBe(list);
  };

  it('knows its people and its lists, without a secret in its configuration', () => knowsItsPeople({}));

  it('knows them on EventStoreDB too, with its read models in a file', async () => {
    const log = await EventStoreDbInMemory.start();
    // Events of others lie behind the survey's own: neither start may walk over them.
    const foreign = { type: 'Foreign', contentType: 'application/json' };
    const events = Array.from({ length: 2_000 }, () => ({
      ...foreign,
      id: randomUUID(),
      data: Buffer.from('{}'),
      metadata: Buffer.of(),
    }));
    try {
      log.log.append('others-1', events);
      await knowsItsPeople({ EVENTSTORE_URL: log.url });
    } finally {
      log.stop();
    }
  });
});
