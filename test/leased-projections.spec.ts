import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Applier } from '../projections/engine/applier.js';
import { prepareProgress, storedPositions } from '../projections/engine/checkpoints.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { LeasedProjectors } from '../projections/engine/lease/leased-projectors.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { FencedOff } from '../projections/read-store/read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { fencingContract } from './fencing.contract.js';
import { leasesContract } from './leases.contract.js';
import { FencedMemoryStore } from './support/fenced-memory-store.js';
import { MemoryLeases } from './support/memory-leases.js';
import { propertyRuns } from './support/property-runs.js';
import { SurveyWorld } from './support/survey-world.js';

fencingContract('memory', async () => {
  const store = new FencedMemoryStore();
  return { store, close: () => store.close() };
});
leasesContract('memory', async () => ({ leases: new MemoryLeases(), close: async () => undefined }));

const projections = allProjections();
const collections = projections.map(collectionName);

const lao = fc.constantFrom('06110001', '06110002');
const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc.constantFrom('r1', 'r2').chain((rowId) =>
    fc.constantFrom(true, false).map((isNeeded) => ({
      type: 'AnswerRecorded' as const,
      data: { aspectId: 'economy', rowId, answer: { hasEService: false as const, isNeeded } },
    })),
  ),
  fc.constant({ type: 'RowRemoved' as const, data: { aspectId: 'economy', rowId: 'r1' } }),
  fc.constant({ type: 'AspectSaved' as const, data: { aspectId: 'economy' } }),
);

interface Plan {
  readonly fence: number | undefined;
  /** Events in a batch. */
  readonly size: number;
  /** Batches after which the process dies. */
  readonly lives: number;
}

/** One term of one process: it reads its checkpoints, then applies the log until it reaches the end, is refused or dies. */
const term = async (world: SurveyWorld, store: FencedMemoryStore, { fence, size, lives }: Plan) => {
  const applier = new Applier(store, projections, () => undefined, { fence });
  try {
    await applier.open();
    for (let batch = 0; batch < lives; batch += 1) {
      const behind = world.store.log.filter(({ position }) => position > (applier.position ?? 0n));
      if (behind.length === 0) return;
      await applier.apply(behind.slice(0, size));
    }
  } catch (error) {
    if (!(error instanceof FencedOff)) throw error;
  }
};

const earlier = fc.record({ size: fc.integer({ min: 1, max: 5 }), lives: fc.integer({ min: 1, max: 4 }) });

/**
 * Terms over one store. The scheduler interleaves every single write with those of the other terms: a process stops in
 * the middle of a batch and continues after its replacement has begun, or long after. The last term survives.
 */
const interleaved = (fenced: boolean) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.array(fc.tuple(lao, event), { minLength: 1, maxLength: 12 }),
    fc.array(earlier, { minLength: 1, maxLength: 3 }),
    async (scheduler, history, plans) => {
      const world = new SurveyWorld();
      await world.open();
      for (const [code, recorded] of history) await world.record(`survey-2565.${code}`, recorded);
      const store = new FencedMemoryStore(scheduler.scheduleFunction(async () => undefined));
      const terms = [...plans, { size: 3, lives: Infinity }].map((plan, at) =>
        term(world, store, { ...plan, fence: fenced ? at + 1 : undefined }),
      );
      await scheduler.waitFor(Promise.all(terms));
      const fresh = new MemoryReadStore();
      await rebuildFromZero({ eventStore: world.store, readStore: fresh, projections });
      expect(await differences(store, fresh, collections)).toEqual([]);
      const head = world.store.log.at(-1)!.position.toString();
      for (const collection of collections) {
        expect(await store.findById('projection_checkpoints', collection)).toMatchObject({ position: head });
      }
    },
  );

describe('terms that overlap', () => {
  it('end in the bytes of a rebuild, whatever the earlier ones still write', async () => {
    await fc.assert(interleaved(true), propertyRuns(50));
  });

  it('would not without the fence', async () => {
    const { failed } = await fc.check(interleaved(false), { ...propertyRuns(1_000), endOnFailure: true });
    expect(failed).toBe(true);
  });
});

/** The real times, a hundred times faster. */
const times = { lease: { renewal: 10, patience: 50 }, retry: { first: 1, longest: 20 } };

/** A dead process's access to a store that others go on using: no call is ever answered. */
class Mortal {
  private dead = false;

  kill(): void {
    this.dead = true;
  }

  over<T extends object>(shared: T): T {
    return new Proxy(shared, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...call: unknown[]): unknown =>
          this.dead ? new Promise(() => undefined) : member.apply(target, call);
      },
    });
  }
}

describe('a projector that dies', () => {
  it('is replaced, and events appended meanwhile are projected', async () => {
    const world = new SurveyWorld();
    await world.open();
    const { store: eventStore } = world;
    const [readStore, leases] = [new FencedMemoryStore(), new MemoryLeases()];
    const options = { eventStore, readStore, leases, log: () => undefined, times };
    const mortal = new Mortal();
    const first = new LeasedProjectors(projections, {
      ...options,
      holder: 'first',
      readStore: mortal.over(readStore),
      leases: mortal.over(leases),
    });
    const second = new LeasedProjectors(projections, { ...options, holder: 'second' });
    const projected = async () => {
      const head = await eventStore.head();
      while ((await storedPositions(readStore, projections)).some((position) => position !== head)) {
        await setTimeout(5);
      }
    };
    await prepareProgress(readStore);
    first.start();
    await projected();
    expect(new Set(Object.values(first.duties))).toEqual(new Set(['at work']));
    second.start();
    mortal.kill();
    await world.record('survey-2565.0001', { type: 'AspectSaved', data: { aspectId: 'economy' } });
    await projected();
    expect(new Set(Object.values(second.duties))).toEqual(new Set(['at work']));
    const fresh = new MemoryReadStore();
    await rebuildFromZero({ eventStore, readStore: fresh, projections });
    expect(await differences(readStore, fresh, collections)).toEqual([]);
    await second.stop();
  });
});
