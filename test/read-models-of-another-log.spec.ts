import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Registry } from 'prom-client';
import type { NamedCheckpoint } from '../projections/engine/checkpoints.js';
import { collectionName } from '../projections/engine/collection-name.js';
import type { Leases } from '../projections/engine/lease/leases.js';
import { MongoLeases } from '../projections/engine/lease/mongo/mongo-leases.js';
import { isOfLog, markOf } from '../projections/engine/log-mark.js';
import { Projector } from '../projections/engine/projector.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { allProjections } from '../projections/read-models/index.js';
import { surveyForms } from '../projections/read-models/survey-forms.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import type { ReadStore } from '../projections/read-store/read-store.js';
import { FileReadStore } from '../projections/read-store/sqlite/file-read-store.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import { readConfiguration } from '../src/configuration/configuration.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import type { EventStore, ReadAllOptions } from '../src/event-store/event-store.js';
import { LiveUpdates } from '../src/live-updates/live-updates.js';
import { MongoConnection } from '../src/mongo/mongo-connection.js';
import { HealthChecks } from '../src/observability/health-checks.js';
import { OfThisLogGuard } from '../src/projecting/of-this-log.guard.js';
import { SharedRunner } from '../src/projecting/shared-runner.js';
import { describeEngine, ownDatabase } from './support/engine.js';
import { FencedMemoryStore } from './support/fenced-memory-store.js';
import { MemoryLeases } from './support/memory-leases.js';
import { ownFolder } from './support/own-folder.js';
import { differences } from './support/read-store-differences.js';
import { SurveyWorld } from './support/survey-world.js';

const survey = 'survey-2565.06110001';
const collection = collectionName(surveyForms);
const saved = (aspectId: string): DomainEvent => ({ type: 'AspectSaved', data: { aspectId } });

/** A round of two provinces in which one LAO has saved these aspects. */
const logOf = async (...aspects: readonly string[]): Promise<SurveyWorld> => {
  const world = new SurveyWorld();
  await world.open();
  for (const aspect of aspects) await world.record(survey, saved(aspect));
  return world;
};

/** What a projector has stored after it took in the whole log. */
const checkpointAt = ({ store }: SurveyWorld) => {
  const last = markOf(store.log.at(-1)!);
  return { _id: collection, position: last.position, last };
};

describe('a checkpoint belongs to a log', () => {
  it.each([
    ['given the same log, when it is opened again', ['economy'], ['economy'], true],
    ['given the same log, when it has grown', ['economy'], ['economy', 'infrastructure'], true],
    [
      'given a shorter log, when it ends before the checkpoint',
      ['economy', 'infrastructure'],
      ['economy'],
      false,
    ],
    ['given another log of the same length', ['economy'], ['infrastructure'], false],
    [
      'given a restored backup, when others have saved since',
      ['economy', 'infrastructure'],
      ['economy', 'public-health', 'complaints'],
      false,
    ],
  ])('%s', async (_, before, now, belongs) => {
    const checkpoint = checkpointAt(await logOf(...before));
    const log = await logOf(...now);
    // Two logs never have an event with the same id.
    for (const [at, event] of log.store.log.entries()) {
      if (at >= 3 && before[at - 3] !== now[at - 3]) Object.assign(event, { id: `other-${at}` });
    }
    expect(await isOfLog(log.store, checkpoint)).toBe(belongs);
  });

  it('not given a position between two events: the event of its mark is in another place', async () => {
    const world = await logOf('economy');
    const { last } = checkpointAt(world);
    const between = (BigInt(last.position) - 1n).toString();
    expect(await isOfLog(world.store, { position: between, last: { ...last, position: between } })).toBe(
      false,
    );
  });

  it('not given a position behind the end, also when it has no mark', async () => {
    const world = await logOf();
    const behind = ((await world.store.head())! + 1n).toString();
    expect(await isOfLog(world.store, { position: behind })).toBe(false);
    expect(await isOfLog(world.store, { position: behind, last: null })).toBe(false);
  });

  it('without a walk to the end of the log, which can be long', async () => {
    const { store } = await logOf('economy');
    const eventStore = {
      readStream: store.readStream.bind(store),
      head: () => Promise.reject(new Error('the end was asked for')),
    };
    expect(await isOfLog(eventStore, checkpointAt({ store } as SurveyWorld))).toBe(true);
  });
});

it('is refused in production unless the operator has set it', () => {
  const rule = (env: NodeJS.ProcessEnv) => readConfiguration({ ROLE: 'projector', ...stores, ...env });
  const stores = { EVENTSTORE_URL: 'esdb://log:2113', MONGODB_URL: 'mongodb://read' };
  expect(rule({ NODE_ENV: 'production' }).rebuildForeign).toBe(false);
  expect(rule({ NODE_ENV: 'production', READ_MODELS_OF_ANOTHER_LOG: 'rebuild' }).rebuildForeign).toBe(true);
  expect(rule({}).rebuildForeign).toBe(true);
});

const asRebuilt = async (world: SurveyWorld, readStore: ReadStore, projections = allProjections()) => {
  const fresh = new MemoryReadStore();
  await rebuildFromZero({ eventStore: world.store, readStore: fresh, projections });
  expect(await differences(readStore, fresh, projections.map(collectionName))).toEqual([]);
};

/** The collections of read models, also of those under construction. */
const builds = async (readStore: ReadStore): Promise<readonly string[]> =>
  (await readStore.find<NamedCheckpoint>('projection_checkpoints', {})).map(({ _id }) => _id).sort();

/** Reads the whole log only after it is released. */
const slowly = (eventStore: EventStore) => {
  const released = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  const slow = new Proxy(eventStore, {
    get: (store, name) => {
      if (name === 'readAll') {
        return async function* (options: ReadAllOptions) {
          reading.resolve();
          await released.promise;
          yield* store.readAll(options);
        };
      }
      const member: unknown = Reflect.get(store, name, store);
      return typeof member === 'function' ? (member.bind(store) as unknown) : member;
    },
  });
  return { slow, reading: reading.promise, release: () => released.resolve() };
};

describe('the read models of one process', () => {
  const folder = ownFolder();
  let close: () => Promise<void> = async () => undefined;
  afterEach(() => close());

  const open = async (eventStore: EventStore, rebuildForeign: boolean) => {
    const readStore = await FileReadStore.open(join(folder(), 'read-models.sqlite'));
    const projector = new Projector({ eventStore, readStore, projections: allProjections(), rebuildForeign });
    close = async () => {
      close = async () => undefined;
      await projector.stop();
      await readStore.close();
    };
    return { readStore, projector };
  };
  const built = async (world: SurveyWorld) => {
    const { projector, readStore } = await open(world.store, true);
    await projector.start();
    await projector.caughtUp();
    return readStore;
  };

  it('are refused when they are of another log, and stay as they are', async () => {
    const [mine, other] = [await logOf('economy', 'infrastructure'), await logOf('economy')];
    await built(mine);
    await close();
    const { projector, readStore } = await open(other.store, false);
    await expect(projector.start()).rejects.toThrow(ReadStoreUnavailable);
    await expect(projector.start()).rejects.toThrow(/^[^\n]+READ_MODELS_OF_ANOTHER_LOG=rebuild[^\n]+$/);
    await asRebuilt(mine, readStore);
  });

  it('keep all that they had until the new ones are complete, wherever the process dies', async () => {
    const [mine, other] = [await logOf('economy', 'infrastructure'), await logOf('economy')];
    await built(mine);
    await close();
    const { slow, reading } = slowly(other.store);
    const { projector, readStore } = await open(slow, true);
    projector.start().catch(() => undefined); // ends with its store
    await reading;
    await asRebuilt(mine, readStore);
    await readStore.close();
    // The address was wrong: the right log finds its read models again, and takes up nothing of the other.
    await asRebuilt(mine, await built(mine));
    await close();
    const replaced = await built(other);
    await asRebuilt(other, replaced);
    expect(await builds(replaced)).toEqual(allProjections().map(collectionName).sort());
  });
});

interface SharedStores {
  readonly readStore: ReadStore;
  readonly leases: Leases;
  close(): Promise<void>;
}

const sharedSuite = (name: string, open: () => Promise<SharedStores>): void =>
  describe(`read models that processes share: ${name}`, () => {
    const projections = [surveyForms];
    const process = (
      role: 'api' | 'projector',
      eventStore: EventStore,
      stores: SharedStores,
      rebuildForeign: boolean,
    ) =>
      new SharedRunner(
        role,
        { ...stores, eventStore, projections, rebuildForeign, log: () => undefined },
        new LiveUpdates(),
      );
    const readinessOf = async (runner: SharedRunner) => {
      const health = new HealthChecks();
      await runner.observe(health, new Registry());
      return health;
    };

    it('are not shown and not destroyed until those of this log are complete', async () => {
      const stores = await open();
      const [mine, other] = [await logOf('economy', 'infrastructure'), await logOf('economy')];
      const first = process('projector', mine.store, stores, false);
      await first.start();
      expect(await first.readModels.waitFor((await mine.store.head())!, 10_000)).toBe(true);
      await first.stop();

      await expect(process('api', other.store, stores, false).start()).rejects.toThrow(ReadStoreUnavailable);
      await expect(process('projector', other.store, stores, false).start()).rejects.toThrow(
        ReadStoreUnavailable,
      );

      const api = process('api', other.store, stores, true);
      await api.start();
      const health = await readinessOf(api);
      const guard = new OfThisLogGuard(api.readModels, new Reflector());
      const request = new ExecutionContextHost([], SurveyWorld, logOf);
      const { slow, reading, release } = slowly(other.store);
      const projector = process('projector', slow, stores, true);
      await projector.start();
      await reading;
      expect(await health.readiness()).toMatchObject({
        status: 'not-ready',
        checks: {
          projections: { detail: [{ position: null, state: expect.stringContaining('another log') }] },
        },
      });
      expect(await api.readModels.waitFor(1n, 50)).toBe(false);
      await expect(guard.canActivate(request)).rejects.toMatchObject({ code: 'read-models-rebuilding' });
      await asRebuilt(mine, stores.readStore, projections);

      release();
      expect(await api.readModels.waitFor((await other.store.head())!, 10_000)).toBe(true);
      expect(await guard.canActivate(request)).toBe(true);
      expect((await health.readiness()).status).toBe('ready');
      await asRebuilt(other, stores.readStore, projections);
      expect(await builds(stores.readStore)).toEqual([collection]);
      await Promise.all([api.stop(), projector.stop()]);
      await stores.close();
    });
  });

sharedSuite('memory', async () => {
  const readStore = new FencedMemoryStore();
  return { readStore, leases: new MemoryLeases(), close: () => readStore.close() };
});

describeEngine('Read models of another log on MongoDB', 'MONGODB_URL', (url) => {
  sharedSuite('MongoDB', async () => {
    const connection = await MongoConnection.open({ url: ownDatabase(url) });
    const close = async () => {
      await connection.database.dropDatabase();
      await connection.close();
    };
    return { readStore: new MongoReadStore(connection), leases: new MongoLeases(connection), close };
  });
});
