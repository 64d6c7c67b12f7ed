import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Applier } from '../projections/engine/applier.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from '../projections/maintenance/compare.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/memory/memory-read-store.js';
import { FencedOff } from '../projections/read-store/read-store.js';
import { rebuild } from '../projections/maintenance/rebuild.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { fencingContract } from './fencing.contract.js';
import { leasesContract } from './leases.contract.js';
import { FencedMemoryStore } from './support/fenced-memory-store.js';
import { MemoryLeases } from './support/memory-leases.js';
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
  /** Events a batch. */
  readonly size: number;
  /** Batches after which the process is gone. */
  readonly lives: number;
}

/** One term of one process: reads its checkpoints, then applies the log until it is at the end, refused or gone. */
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
 * Terms over one store, every single write of each interleaved with those of the others as the scheduler likes: a process that was stopped in
 * the middle of a batch and goes on after its replacement has begun, or long after it is done. The last term lives.
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
      await rebuild({ eventStore: world.store, readStore: fresh, projections });
      expect(await differences(store, fresh, collections)).toEqual([]);
      const head = world.store.log.at(-1)!.position.toString();
      for (const collection of collections) {
        expect(await store.findById('projection_checkpoints', collection)).toMatchObject({ position: head });
      }
    },
  );

describe('terms that overlap', () => {
  it('end in the bytes of a rebuild, whatever the earlier ones still write', async () => {
    await fc.assert(interleaved(true), { numRuns: 200 });
  });

  it('would not without the fence', async () => {
    const { failed } = await fc.check(interleaved(false), { numRuns: 1_000, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
