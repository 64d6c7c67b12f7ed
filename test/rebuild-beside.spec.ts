import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Applier } from '../projections/engine/applier.js';
import { Builds } from '../projections/engine/build-progress.js';
import { storedPositions } from '../projections/engine/checkpoints.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { compareWithReplay } from '../projections/maintenance/compare-with-replay.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import type { ReadStore } from '../projections/read-store/read-store.js';
import { RebuildBeside } from '../projections/engine/lease/rebuild-beside.js';
import { askForRebuild, rebuildRequestOf } from '../projections/engine/rebuild-request.js';
import { surveyForms } from '../projections/read-models/survey-forms.js';
import { SerialQueue } from '../src/basics/serial-queue.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import type { ReadAllOptions } from '../src/event-store/event-store.js';
import { describeEngine } from './support/engine.js';
import { mongoReadStores } from './support/mongo-read-stores.js';
import { SurveyWorld } from './support/survey-world.js';

const collection = collectionName(surveyForms);
const id = '2565.06110001';
const answered = (rowId: string, isNeeded: boolean): DomainEvent => ({
  type: 'AnswerRecorded',
  data: { aspectId: 'economy', rowId, answer: { hasEService: false, isNeeded } },
});

/** A process that feeds the collection during its term, like the holder of the lease. */
class Term {
  private readonly stopping = new AbortController();
  private fedTo = this.applier.position;

  private constructor(
    private readonly world: SurveyWorld,
    private readonly applier: Applier,
    private readonly batches: SerialQueue,
    private readonly rebuilds: RebuildBeside,
  ) {}

  static async begin(
    world: SurveyWorld,
    readStore: ReadStore,
    fence: number,
    atTheEnd: () => Promise<void> = async () => undefined,
  ): Promise<Term> {
    const log = () => undefined;
    const applier = new Applier(readStore, [surveyForms], log, { fence });
    const batches = new SerialQueue('stop');
    const builds = new Builds(world.store, log);
    const eventStore = {
      head: () => world.store.head(),
      readStream: (stream: string) => world.store.readStream(stream),
      async *readAll(options: ReadAllOptions) {
        yield* world.store.readAll(options);
        await atTheEnd();
      },
    };
    const options = { eventStore, readStore, builds, log, fence };
    const rebuilds = new RebuildBeside(surveyForms, applier, batches, options);
    await rebuilds.claim();
    await applier.open();
    return new Term(world, applier, batches, rebuilds);
  }

  /** Like a subscription: an event that was given once is not given again. */
  async feed(): Promise<void> {
    for await (const events of this.world.store.readAll({ after: this.fedTo, pageSize: 3 })) {
      this.fedTo = events.at(-1)!.position;
      await this.batches.run(() => this.applier.apply(events));
    }
  }

  /** Feeds new events until the rebuild is done or interrupted. */
  async rebuild(readStore: ReadStore, meanwhile: () => Promise<void>): Promise<void> {
    const serving = this.rebuilds.serve(this.stopping.signal);
    let broken: Error | undefined;
    serving.catch((error: unknown) => (broken = error as Error));
    try {
      while ((await rebuildRequestOf(readStore, collection))?.state !== 'done') {
        if (broken) throw broken;
        await meanwhile();
        await this.feed();
        await setImmediate();
      }
    } finally {
      this.stopping.abort();
      await serving.catch(() => undefined);
    }
  }
}

/** The process dies at its n-th write: that write or its answer is lost, and nothing follows. */
class Dying {
  writes = 0;
  constructor(
    readonly store: ReadStore,
    readonly last: number,
    readonly arrives: boolean,
  ) {}

  get mortal(): ReadStore {
    const dies = new Set(['apply', 'replace', 'remove']);
    return new Proxy(this.store, {
      get: (store, name) => {
        const method: unknown = Reflect.get(store, name, store);
        if (typeof method !== 'function') return method;
        return async (...call: unknown[]) => {
          if (this.writes > this.last) throw new Error('dead');
          const isLast = dies.has(String(name)) && (this.writes += 1) > this.last;
          if (isLast && !this.arrives) throw new Error('dead');
          const answer: unknown = await method.apply(store, call);
          if (isLast) throw new Error('dead');
          return answer;
        };
      },
    });
  }
}

const suspected = async (readStore: ReadStore): Promise<SurveyWorld> => {
  const world = new SurveyWorld();
  await world.open();
  for (let row = 0; row < 10; row += 1) await world.record('survey-2565.06110001', answered(`r${row}`, true));
  await (await Term.begin(world, readStore, 1)).feed();
  await readStore.apply(collection, [{ id, set: { 'answers.r1': 'ปลอม' } }]);
  await readStore.apply(collection, [{ id: 'nobody', set: {} }]);
  await askForRebuild(readStore, surveyForms);
  return world;
};

const expectProven = async (world: SurveyWorld, readStore: ReadStore): Promise<void> => {
  const { signal } = new AbortController();
  const options = { eventStore: world.store, readStore, projections: [surveyForms], signal, patience: 0 };
  expect(await compareWithReplay(options)).toMatchObject({ differences: 0, undecided: 0, documents: 1 });
  expect(await storedPositions(readStore, [surveyForms])).toEqual([await world.store.head()]);
  expect(await readStore.count('projection_checkpoints', {})).toBe(1);
  expect(await readStore.count('parked_streams', {})).toBe(1);
};

const rebuildSuite = (name: string, open: () => Promise<ReadStore>): void =>
  describe(`rebuild beside the live read model: ${name}`, () => {
    it('is served and fed meanwhile, and no event is left out at the switch', async () => {
      const readStore = await open();
      const world = await suspected(readStore);
      const last = answered('just before the switch', true);
      let lastRecorded = false;
      const term: Term = await Term.begin(world, readStore, 2, async () => {
        if (lastRecorded) return;
        lastRecorded = true;
        await world.record('survey-2565.06110001', last);
        await term.feed();
      });
      let recorded = 0;
      await term.rebuild(readStore, async () => {
        expect(await readStore.findById(collection, id)).toMatchObject({
          answers: { r0: { revision: '0' } },
        });
        if (recorded < 20)
          await world.record('survey-2565.06110001', answered(`own-${(recorded += 1)}`, true));
      });
      await world.record('survey-2565.06110001', answered('after', true));
      await term.feed();
      await expectProven(world, readStore);
      await readStore.close();
    });

    it.each([true, false])(
      'is completed by the next process, whenever one dies (its last write arrives: %s)',
      async (arrives) => {
        for (let last = 0; ; last += 1) {
          const readStore = await open();
          const world = await suspected(readStore);
          const dying = new Dying(readStore, last, arrives);
          const record = async () => {
            if (world.store.log.length < 16)
              await world.record('survey-2565.06110001', answered('r2', false));
          };
          let died = false;
          try {
            const first = await Term.begin(world, dying.mortal, 2);
            await first.rebuild(dying.mortal, record);
          } catch {
            died = true;
          }
          await world.record('survey-2565.06110001', answered('r3', false));
          const second = await Term.begin(world, readStore, 3);
          await second.rebuild(readStore, record);
          await second.feed();
          await expectProven(world, readStore);
          await readStore.close();
          if (!died) break;
        }
      },
      60_000,
    );

    it('runs once for two requests, and again for a later one', async () => {
      const readStore = await open();
      const world = await suspected(readStore);
      expect(await askForRebuild(readStore, surveyForms)).toMatchObject({ run: 1, state: 'asked' });
      await (await Term.begin(world, readStore, 2)).rebuild(readStore, async () => undefined);
      expect(await askForRebuild(readStore, surveyForms)).toMatchObject({ run: 2, state: 'asked' });
      await readStore.close();
    });
  });

rebuildSuite('memory', async () => new MemoryReadStore());

describeEngine('Rebuild on MongoDB', 'MONGODB_URL', (url) => {
  rebuildSuite('MongoDB', mongoReadStores(url));
});
