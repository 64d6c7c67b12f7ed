import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareWithReplay, type ComparisonOptions } from '../projections/maintenance/compare-with-replay.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { allProjections } from '../projections/read-models/index.js';
import { roundStates } from '../projections/read-models/round-states.js';
import type { Document } from '../projections/read-store/document.js';
import { Projector } from '../projections/engine/projector.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import type { ReadStore } from '../projections/read-store/read-store.js';
import type { DomainEvent } from '../src/events/domain-event.js';
import { describeEngine } from './support/engine.js';
import { mongoReadStores } from './support/mongo-read-stores.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { SurveyWorld } from './support/survey-world.js';

const projections = allProjections();
const saved: DomainEvent = { type: 'AspectSaved', data: { aspectId: 'economy' } };
const answered = (rowId: string, isNeeded: boolean): DomainEvent => ({
  type: 'AnswerRecorded',
  data: { aspectId: 'economy', rowId, answer: { hasEService: false, isNeeded } },
});
const laos = ['06110001', '06110002', '06120003', '06120004'];

const running: Projector[] = [];
afterEach(async () => {
  for (const projector of running.splice(0)) await projector.stop();
});

/** A survey in progress, served from the store by a projector that goes on. */
const served = async (readStore: ReadStore): Promise<SurveyWorld> => {
  const world = new SurveyWorld();
  await world.open();
  for (const lao of laos) {
    for (const row of ['r1', 'r2']) await world.record(`survey-2565.${lao}`, answered(row, true));
    await world.record(`survey-2565.${lao}`, saved);
  }
  const projector = new Projector({ eventStore: world.store, readStore, projections });
  running.push(projector);
  await projector.start();
  await projector.caughtUp();
  return world;
};

const compare = (world: SurveyWorld, readStore: ReadStore, options: Partial<ComparisonOptions> = {}) => {
  const { signal } = new AbortController();
  return compareWithReplay({
    eventStore: world.store,
    readStore,
    projections,
    signal,
    patience: 200,
    ...options,
  });
};

const comparisonSuite = (name: string, open: () => Promise<ReadStore>): void =>
  describe(`comparison of what is served with a replay: ${name}`, () => {
    it('finds nothing where nothing is wrong, in one slice or many', async () => {
      const readStore = await open();
      const world = await served(readStore);
      const whole = await compare(world, readStore);
      expect(whole).toEqual({ position: '15', documents: 68, differences: 0, undecided: 0, named: [] });
      const done: number[] = [];
      const sliced = await compare(world, readStore, {
        mostWrites: 8,
        onProgress: (part) => done.push(part),
      });
      expect(sliced).toEqual(whole);
      expect(done.length).toBeGreaterThan(3);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      await readStore.close();
    });

    it('names a field that was changed, with its events', async () => {
      const readStore = await open();
      const world = await served(readStore);
      const set = { 'answers.r2.answer.isNeeded': false };
      await readStore.apply('survey_forms_v3', [{ id: '2565.06110002', set }]);
      expect(await compare(world, readStore)).toMatchObject({
        differences: 1,
        undecided: 0,
        named: [
          {
            collection: 'survey_forms_v3',
            id: '2565.06110002',
            field: 'answers.r2.answer.isNeeded',
            live: false,
            replayed: true,
            events: [
              { stream: 'survey-2565.06110002', revision: '1', position: '8', type: 'AnswerRecorded' },
            ],
          },
        ],
      });
      await readStore.close();
    });

    it('names a state of the past that was changed, in one slice or many', async () => {
      const readStore = await open();
      const world = await served(readStore);
      const collection = collectionName(roundStates);
      const document = 'lao_statuses.2565.06110002';
      const [enrolled] = await readStore.find(collection, { document }, { sort: { _id: 1 } });
      await readStore.apply(collection, [{ id: enrolled!._id, set: { name: 'อื่น' } }]);
      for (const mostWrites of [8, 1000]) {
        expect(await compare(world, readStore, { mostWrites })).toMatchObject({
          differences: 1,
          undecided: 0,
          named: [
            {
              collection,
              id: enrolled!._id,
              field: 'name',
              live: 'อื่น',
              events: [{ type: 'ProvinceEnrolled' }],
            },
          ],
        });
      }
      await readStore.close();
    });

    it('names a document that was removed, and one that was added', async () => {
      const readStore = await open();
      const world = await served(readStore);
      await readStore.remove('lao_statuses_v4', ['2565.06120003']);
      await readStore.apply('campaigns_v3', [{ id: '2599', set: { fiscalYear: 2599 } }]);
      for (const mostWrites of [8, 1000]) {
        const { differences, named } = await compare(world, readStore, { mostWrites });
        expect(differences).toBe(2);
        const byCollection = named.toSorted((a, b) => (a.collection < b.collection ? -1 : 1));
        expect(byCollection).toMatchObject([
          { collection: 'campaigns_v3', id: '2599', field: null, live: { fiscalYear: 2599 }, events: [] },
          {
            collection: 'lao_statuses_v4',
            id: '2565.06120003',
            field: null,
            live: undefined,
            events: [{ type: 'ProvinceEnrolled' }, { type: 'AspectSaved' }],
          },
        ]);
      }
      await readStore.close();
    });

    it.each([
      ['stays behind the log', '4', '4'],
      ['is beyond the log', '99', '99'],
      ['is no position', 'nowhere', undefined],
    ])('names a checkpoint that %s', async (_, position, live) => {
      const readStore = await open();
      const world = await served(readStore);
      await readStore.apply('projection_checkpoints', [{ id: 'survey_forms_v3', set: { position } }]);
      const { named, ...counts } = await compare(world, readStore);
      expect(counts).toMatchObject({ differences: 1, undecided: 0 });
      expect(named).toEqual([
        {
          collection: 'projection_checkpoints',
          id: 'survey_forms_v3',
          field: 'position',
          live,
          replayed: '15',
          events: [],
        },
      ]);
      await readStore.close();
    });

    it('does not report a wrong document while the projector is away', async () => {
      const readStore = await open();
      const world = await served(readStore);
      await running.pop()!.stop();
      await world.record('survey-2565.06110001', answered('r1', false));
      const behind = await compare(world, readStore);
      expect(behind.named.map(({ collection, field }) => [collection, field])).toEqual(
        projections.map(() => ['projection_checkpoints', 'position']),
      );
      // Every document was compared with the log as of the checkpoints.
      expect(behind).toMatchObject({ position: '15', undecided: 0 });
      await readStore.close();
    });
  });

comparisonSuite('memory', async () => new MemoryReadStore());

describeEngine('Comparison on MongoDB', 'MONGODB_URL', (url) => {
  comparisonSuite('MongoDB', mongoReadStores(url));
});

describe('comparison while the read models move', () => {
  /** An event is recorded between any two compared documents. */
  class Busy extends MemoryReadStore {
    meanwhile: () => Promise<void> = async () => undefined;

    override async *scan<D extends Document>(collection: string): AsyncIterable<D> {
      for await (const document of super.scan<D>(collection)) {
        await this.meanwhile();
        yield document;
      }
    }
  }

  const happening = fc.record({
    lao: fc.constantFrom(...laos),
    row: fc.constantFrom('r1', 'r2', 'r3'),
    isNeeded: fc.boolean(),
    waits: fc.boolean(),
  });

  it(
    'raises no false alarm and misses nothing, whatever is recorded meanwhile',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(happening, { maxLength: 40 }),
          fc.constantFrom(...laos),
          fc.boolean(),
          fc.constantFrom(10, 1000),
          async (happenings, victim, planted, mostWrites) => {
            const readStore = new Busy();
            const world = await served(readStore);
            // No event writes this field. So only the comparison can notice it.
            const set = { 'answers.r0': 'ปลอม' };
            if (planted) await readStore.apply('survey_forms_v3', [{ id: `2565.${victim}`, set }]);
            const coming = [...happenings];
            readStore.meanwhile = async () => {
              const next = coming.shift();
              if (!next) return;
              const { lao, row, isNeeded, waits } = next;
              const position = await world.record(`survey-2565.${lao}`, answered(row, isNeeded));
              if (waits) await running.at(-1)!.waitFor(position, 1000);
            };
            const { named, differences, undecided } = await compare(world, readStore, {
              mostWrites,
              patience: 5_000,
            });
            expect({ differences, undecided, found: named.map(({ id, field }) => [id, field]) }).toEqual({
              differences: planted ? 1 : 0,
              undecided: 0,
              found: planted ? [[`2565.${victim}`, 'answers.r0']] : [],
            });
            await running.pop()!.stop();
          },
        ),
        propertyRuns(20),
      );
    },
    PROPERTY_TIME,
  );
});
