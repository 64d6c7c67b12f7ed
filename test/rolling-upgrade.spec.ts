import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Leases } from '../projections/engine/lease/leases.js';
import { MongoLeases } from '../projections/engine/lease/mongo/mongo-leases.js';
import type { Projection } from '../projections/engine/projection.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { UnpreparedCollection, type ReadStore } from '../projections/read-store/read-store.js';
import { dropSuperseded } from '../projections/maintenance/drop-superseded.js';
import { surveyForms } from '../projections/read-models/survey-forms.js';
import type { EventStore, SubscribeOptions } from '../src/event-store/event-store.js';
import { MongoConnection } from '../src/mongo/mongo-connection.js';
import { HealthChecks } from '../src/observability/health-checks.js';
import { LiveUpdates } from '../src/live-updates/live-updates.js';
import { SharedRunner } from '../src/projecting/shared-runner.js';
import { describeEngine, ownDatabase } from './support/engine.js';
import { FencedMemoryStore } from './support/fenced-memory-store.js';
import { MemoryLeases } from './support/memory-leases.js';
import { PagedStore } from './support/office.js';
import { SurveyWorld } from './support/survey-world.js';

const survey = 'survey-2565.06110001';
const saved = { type: 'AspectSaved', data: { aspectId: 'economy' } } as const;
const [oldCode, newCode]: Projection[] = [
  { ...surveyForms, version: 1 },
  { ...surveyForms, version: 2 },
];
const log = () => undefined;

/** Returns only its first page until it is released, like a slow build. */
class SlowLog extends PagedStore {
  private readonly released = Promise.withResolvers<void>();

  constructor(inner: EventStore) {
    super(inner, 3);
  }
  release(): void {
    this.released.resolve();
  }
  override async *subscribe(options: SubscribeOptions) {
    for await (const message of super.subscribe(options)) {
      yield message;
      await this.released.promise;
    }
  }
}

interface SharedStores {
  readonly readStore: ReadStore;
  readonly leases: Leases;
  close(): Promise<void>;
}

/** The read side of one process of some code. */
const start = async (
  role: 'api' | 'projector',
  projection: Projection,
  eventStore: EventStore,
  { readStore, leases }: SharedStores,
) => {
  const options = { eventStore, readStore, leases, projections: [projection], log, rebuildForeign: false };
  const side = new SharedRunner(role, options, new LiveUpdates());
  const health = new HealthChecks();
  await side.start();
  await side.observe(health, new Registry());
  return {
    readiness: () => health.readiness(),
    shows: (position: bigint) => side.readModels.waitFor(position, 10_000),
    stop: () => side.stop(),
  };
};
type Process = Awaited<ReturnType<typeof start>>;

const untilReady = async ({ readiness }: Process): Promise<void> => {
  while ((await readiness()).status !== 'ready') await setTimeout(20);
};

const upgradeSuite = (store: string, open: () => Promise<SharedStores>): void =>
  it(`is rolled out while the old one serves, and replaces it: ${store}`, async () => {
    const stores = await open();
    const { readStore } = stores;
    const world = new SurveyWorld();
    const record = () => world.record(survey, saved);
    await world.open();
    for (let save = 0; save < 8; save += 1) await record();
    const olds = [
      await start('projector', oldCode!, world.store, stores),
      await start('api', oldCode!, world.store, stores),
    ];
    const oldApi = olds[1]!;
    await untilReady(oldApi);

    const slowly = new SlowLog(world.store);
    const newProjector = await start('projector', newCode!, slowly, stores);
    const newApi = await start('api', newCode!, world.store, stores);
    expect(await oldApi.shows(await record())).toBe(true);
    expect((await oldApi.readiness()).status).toBe('ready');
    expect(await newApi.readiness()).toMatchObject({
      status: 'not-ready',
      checks: { projections: { detail: [{ version: 2, state: 'building' }] } },
    });

    slowly.release();
    await untilReady(newApi);
    const both = await record();
    expect(await Promise.all([oldApi.shows(both), newApi.shows(both)])).toEqual([true, true]);
    const forms = (version: number) => readStore.find(`survey_forms_v${version}`, {});
    expect(await forms(2)).toEqual(await forms(1));

    for (const process of olds) await process.stop();
    expect(await newApi.shows(await record())).toBe(true);
    const tidyAt = (now: string) =>
      dropSuperseded({ eventStore: world.store, readStore, projections: [newCode!], log }, new Date(now));
    await tidyAt('2022-11-07T00:00:00.000Z');
    expect(await forms(1)).toHaveLength(1);
    await tidyAt('2022-11-08T00:00:00.000Z');
    await expect(forms(1)).rejects.toThrow(UnpreparedCollection);
    expect(await newApi.shows(await record())).toBe(true);
    expect(await forms(2)).toHaveLength(1);
    for (const process of [newApi, newProjector]) await process.stop();
    await stores.close();
  }, 30_000);

describe('a new version of the code', () => {
  upgradeSuite('memory', async () => ({
    readStore: new FencedMemoryStore(),
    leases: new MemoryLeases(),
    close: async () => undefined,
  }));
});

describeEngine('A new version of the code on MongoDB', 'MONGODB_URL', (url) => {
  upgradeSuite('MongoDB', async () => {
    const connection = await MongoConnection.open({ url: ownDatabase(url) });
    const close = async () => {
      await connection.database.dropDatabase();
      await connection.close();
    };
    return { readStore: new MongoReadStore(connection), leases: new MongoLeases(connection), close };
  });
});
