import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';
import { answersChangedAfter, answersOf } from '../projections/read-models/answers.js';
import { listAuditReads } from '../projections/read-models/audit-reads.js';
import {
  actsOfRound,
  addedRowsTitled,
  auditTrail,
  historyOfRows,
} from '../projections/read-models/audit-trail.js';
import { listCampaigns } from '../projections/read-models/campaigns.js';
import {
  certificationsOf,
  certificationsOfOffices,
  certificationsOfYear,
  certificationWith,
  coveredCertifications,
  latestCertification,
  type CertificationDocument,
} from '../projections/read-models/certifications.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { allProjections } from '../projections/read-models/index.js';
import { endOfInstant, timeAt } from '../projections/read-models/instants.js';
import { latestVersionFor, listQuestionnaires } from '../projections/read-models/questionnaires.js';
import {
  countByProvince,
  listLaoStatuses,
  statusesOfProvince,
} from '../projections/read-models/lao-statuses.js';
import {
  latestProvinceStatus,
  listProvinceStatuses,
  provinceNames,
} from '../projections/read-models/province-statuses.js';
import {
  latestRosterEntry,
  predecessorsOf,
  rosterEntries,
  rosterOf,
} from '../projections/read-models/rosters.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { updatesOf } from '../projections/read-store/updates.js';
import { mongoFilter } from '../projections/read-store/mongo/mongo-filter.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import { conditionsOf, type Filter } from '../projections/read-store/filter.js';
import type { FindOptions, ReadStore, Sort } from '../projections/read-store/read-store.js';
import { formsOf } from '../projections/read-models/survey-forms.js';
import { surveyStream } from '../src/events/streams.js';
import { readStoreContract } from './read-store.contract.js';
import { describeEngine, ownDatabase } from './support/engine.js';

interface Asked {
  readonly collection: string;
  readonly filter: Filter;
  readonly sort: Sort;
}

/** Without the fields that it does not ask about. */
const stated = (filter: Filter): Filter => Object.fromEntries(conditionsOf(filter));

/** Records the queries that reach its store. */
const askedOf = async (ask: (store: ReadStore) => Promise<unknown>): Promise<readonly Asked[]> => {
  const asked: Asked[] = [];
  const store = new MemoryReadStore();
  store.find = async (collection: string, filter: Filter, options?: FindOptions) => {
    asked.push({ collection, filter: stated(filter), sort: options?.sort ?? {} });
    return [];
  };
  store.count = async (collection, filter) => asked.push({ collection, filter: stated(filter), sort: {} });
  store.countBy = async (collection, filter) => {
    asked.push({ collection, filter: stated(filter), sort: {} });
    return [];
  };
  await ask(store);
  return asked;
};

/** One value, or one of several: an index looks up each of them. */
const isEquality = (wanted: unknown): boolean =>
  typeof wanted !== 'object' || wanted === null || Object.keys(wanted).join() === 'oneOf';

/**
 * The most selective part of a filter that a declared index can look up; undefined if no index begins with a field of
 * the filter.
 */
const lookedUp = ({ collection, filter, sort }: Asked): Filter | undefined => {
  if ('_id' in filter) return filter;
  const { indexes } = projections.find((projection) => collectionName(projection) === collection)!;
  const candidates = indexes.map((index) => {
    const fields = index.map((field) => field.replace(/^-/, '').replace(/(\[\]|~)$/, ''));
    const end = fields.findIndex((field) => !isEquality(filter[field] ?? {}));
    return fields.slice(0, end < 0 ? undefined : end);
  });
  const longest = candidates.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (longest.length > 0) return Object.fromEntries(longest.map((field) => [field, filter[field]]));
  const order = Object.entries(sort).map(([field, way]) => (way === -1 ? `-${field}` : field));
  const reversed = Object.entries(sort).map(([field, way]) => (way === 1 ? `-${field}` : field));
  const inOrder = indexes.some((index) =>
    [order, reversed].some((way) => way.every((f, at) => index[at] === f)),
  );
  return inOrder && Object.keys(filter).length === 0 ? {} : undefined;
};

const projections = allProjections();
const fiscalYear = 2565;
const page = { page: 1, pageSize: 20 };
const log = { ...page, order: 'newest-first' } as const;
const [provinceCode, districtCode, laoCode] = ['12', '1201', '03120102'];

const office = surveyStream(fiscalYear, laoCode);
const covering = {
  fiscalYear,
  laos: [{ laoCode, certifiedRevision: '3' }],
} as unknown as CertificationDocument;

/** Every query of projections/read-models/*.ts that is not for one document by its id. */
const questions: { readonly [question: string]: (store: ReadStore) => Promise<unknown> } = {
  'surveys of a year': (store) => listLaoStatuses(store, { fiscalYear }, page),
  'surveys of a province': (store) => listLaoStatuses(store, { fiscalYear, provinceCode }, page),
  'surveys of a district': (store) =>
    listLaoStatuses(store, { fiscalYear, provinceCode, districtCode }, page),
  'survey of an LAO': (store) => listLaoStatuses(store, { fiscalYear, laoCode }, page),
  'surveys of all years': (store) => listLaoStatuses(store, {}, page),
  'surveys of a province in all years': (store) => listLaoStatuses(store, { provinceCode }, page),
  'surveys of an LAO in all years': (store) => listLaoStatuses(store, { laoCode }, page),
  'certified surveys': (store) => listLaoStatuses(store, { fiscalYear, status: 'certified' }, page),
  'missing surveys of a province': (store) =>
    listLaoStatuses(store, { fiscalYear, provinceCode, status: 'not-certified' }, page),
  'surveys by name': (store) => listLaoStatuses(store, { fiscalYear, query: 'นนทบุรี' }, page),
  'all of a province': (store) => statusesOfProvince(store, fiscalYear, provinceCode),
  'counts of a year by province': (store) => countByProvince(store, fiscalYear),
  provinces: (store) => listProvinceStatuses(store, fiscalYear),
  forms: (store) => formsOf(store, fiscalYear, [laoCode]),
  campaigns: (store) => listCampaigns(store),
  'audit of an LAO': (store) => auditTrail(store, { fiscalYear, laoCode }, log),
  'audit of a province': (store) => auditTrail(store, { fiscalYear, provinceCode }, log),
  'audit of a person': (store) => auditTrail(store, { fiscalYear, sub: 'someone' }, log),
  'audit of an LAO, one kind, some time': (store) =>
    auditTrail(store, { fiscalYear, laoCode, type: 'AspectSaved', from: '2022-11-07T02:00:00.000Z' }, log),
  'added rows by their title': (store) => addedRowsTitled(store, { fiscalYear }, 'จด'),
  'answers of some LAOs': (store) => answersOf(store, fiscalYear, [laoCode]),
  'answers that changed': (store) => answersChangedAfter(store, fiscalYear, '', 8),
  'rows of a survey': (store) => historyOfRows(store, { fiscalYear, laoCode }, ['a', 'b']),
  'who looked at a province': (store) => listAuditReads(store, { provinceCode }, page),
  'what a person looked at': (store) => listAuditReads(store, { sub: 'auditor' }, page),
  'audit of a year': (store) => auditTrail(store, { fiscalYear }, log),
  'latest certification of an office': (store) => latestCertification(store, office),
  'certifications of an office': (store) => certificationsOf(store, office),
  'certifications that one covers': (store) => coveredCertifications(store, covering),
  'certification of a fingerprint': (store) => certificationWith(store, 'f'.repeat(64)),
  'certification times of the nation': (store) => certificationsOfYear(store, fiscalYear),
  'certification times': (store) => certificationsOfOffices(store, [office]),
  'the last round of a province': (store) => latestProvinceStatus(store, provinceCode),
  'the names of provinces': (store) => provinceNames(store, [{ fiscalYear, provinceCode }]),
  'some entries of the rosters': (store) => rosterEntries(store, fiscalYear, [laoCode]),
  'the roster of the nation': (store) => rosterOf(store, fiscalYear),
  'the roster of a province': (store) => rosterOf(store, fiscalYear, provinceCode),
  'the predecessors of an LAO': (store) => predecessorsOf(store, { fiscalYear, laoCode }),
  'the last roster entry of an LAO': (store) => latestRosterEntry(store, laoCode),
  'the acts of a round': (store) => actsOfRound(store, fiscalYear, ['LaoCertified', 'LaoReturned']),
  'the end of an instant': (store) => endOfInstant(store, '2022-11-07T02:00:00.000Z'),
  'the time of a position': (store) => timeAt(store, 7n),
  'published questionnaires': (store) => listQuestionnaires(store),
  'the questionnaire of a year': (store) => latestVersionFor(store, fiscalYear),
};

/** The exported functions of projections/read-models/*.ts that find documents by other fields than the id. */
const queries = (): readonly string[] => {
  const folder = join(import.meta.dirname, '..', 'projections', 'read-models');
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return sources.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^export /m)
      .filter((source) => /\bstore\s*\.(find|count|countBy)\b/.test(source))
      .map((source) => /^(?:const|async function|function) (\w+)/.exec(source)?.[1] ?? file),
  );
};

describe('indexes of the projections', () => {
  it('are used by every query', () => {
    const asked = Object.values(questions).join();
    expect(queries().length).toBeGreaterThan(5);
    expect(queries().filter((query) => !new RegExp(`\\b${query}\\(`).test(asked))).toEqual([]);
  });

  it.each(Object.entries(questions))('serve the query for %s', async (_, ask) => {
    const asked = await askedOf(ask);
    expect(asked.length).toBeGreaterThan(0);
    for (const question of asked) {
      // A count of everything reads everything.
      if (Object.keys({ ...question.filter, ...question.sort }).length === 0) continue;
      expect({ question, lookedUp: lookedUp(question) }).toMatchObject({ lookedUp: expect.anything() });
    }
  });
});

describeEngine('MongoDB', 'MONGODB_URL', (url) => {
  const own = ownDatabase(url);
  let client: MongoClient;
  let database: Db;
  /** MongoDB renames a collection in one step. The server that the CI installs drops the old one first. */
  let replacesInTwoSteps: boolean;
  beforeAll(async () => {
    client = await MongoClient.connect(own);
    database = client.db();
    replacesInTwoSteps = 'secantusVersion' in (await database.admin().buildInfo());
    if (replacesInTwoSteps)
      process.stderr.write(
        'This server replaces a collection in two steps: a read in between may find nothing\n',
      );
  });
  afterAll(async () => {
    await database.dropDatabase();
    await client.close();
  });

  readStoreContract('MongoDB', async () => {
    const store = await MongoReadStore.open({ url: own });
    return { store, close: () => store.close(), replacesInTwoSteps };
  });

  describe('plans of the server', () => {
    /** Some servers that speak MongoDB's protocol use no index when a query has one more field. */
    let filtersBehindIndex: boolean;
    /** Some of them read the whole collection for a range of ids. */
    let rangesOfIds: boolean;

    const planOf = async ({ collection, filter, sort }: Asked): Promise<string> => {
      const found = database.collection<{ _id: string }>(collection).find(mongoFilter(filter), { sort });
      const { queryPlanner } = (await found.explain('queryPlanner')) as {
        queryPlanner: { winningPlan: object };
      };
      return JSON.stringify(queryPlanner.winningPlan);
    };

    beforeAll(async () => {
      const store = await MongoReadStore.open({ url: own });
      for (const projection of projections) {
        const name = collectionName(projection);
        await store.prepare({ name, indexes: projection.indexes });
        const rows = Array.from({ length: 30 }, (_, rank) => ({
          id: `${rank}`,
          set: { fiscalYear, rank, provinceCode: '10', districtCode: '1001', laoCode: `${rank}`, laos: [] },
        }));
        await store.apply(name, rows);
      }
      await store.close();
      const behind = { fiscalYear, lastActivityAt: null };
      const probe = await planOf({ collection: collectionName(projections[1]!), filter: behind, sort: {} });
      filtersBehindIndex = !probe.includes('COLLSCAN');
      const ids = { _id: { range: { lte: '7' } } };
      const range = await planOf({ collection: collectionName(projections[1]!), filter: ids, sort: {} });
      rangesOfIds = !range.includes('COLLSCAN');
      if (!rangesOfIds)
        process.stderr.write('This server looks up no ranges of ids: their plans are not checked\n');
      if (!filtersBehindIndex) {
        process.stderr.write(
          'This server filters nothing behind an index: only the indexed part of each plan is checked\n',
        );
      }
    });

    it.each(Object.entries(questions))('use an index for %s', async (_, ask) => {
      for (const question of await askedOf(ask)) {
        const fields = Object.keys({ ...question.filter, ...question.sort });
        if (fields.length === 0 || (!rangesOfIds && fields.join() === '_id')) continue;
        const filter = filtersBehindIndex ? question.filter : lookedUp(question)!;
        const plan = await planOf({ ...question, filter });
        expect({ filter, plan }).toEqual({ filter, plan: expect.not.stringContaining('COLLSCAN') });
      }
    });
  });
});

describe('MongoReadStore', () => {
  it('sends the answers of a save as one update, in order where paths cross', () => {
    const updates = updatesOf([
      { id: 'a', set: { 'answers.r1': 1, revision: '1' } },
      { id: 'b', set: { revision: '1' } },
      { id: 'a', set: { 'answers.r2': 2, revision: '2' } },
      { id: 'a', set: { answers: {} } },
      { id: 'a', set: { 'answers.r3': 3 }, unset: ['answers.r1'] },
      { id: 'a', set: { 'answers.r1': 4 } },
    ]);
    expect(updates).toEqual([
      { id: 'a', set: { 'answers.r1': 1, 'answers.r2': 2, revision: '2' } },
      { id: 'b', set: { revision: '1' } },
      { id: 'a', set: { answers: {} } },
      { id: 'a', set: { 'answers.r3': 3 } },
      { id: 'a', unset: ['answers.r1'] },
      { id: 'a', set: { 'answers.r1': 4 } },
    ]);
  });

  it('asks in the language of MongoDB', () => {
    const asked: Filter = {
      year: 2565,
      status: { not: 'certified' },
      rowId: { oneOf: ['a', 'b'] },
      at: { range: { gte: 'x', lt: 'y', lte: undefined } },
      search: { containsOneOf: ['a.c', 'ไผ่'] },
      none: { containsOneOf: [] },
      until: null,
      nothing: undefined,
    };
    expect(mongoFilter(asked)).toEqual({
      year: 2565,
      status: { $ne: 'certified' },
      rowId: { $in: ['a', 'b'] },
      at: { $gte: 'x', $lt: 'y' },
      search: { $regex: 'a\\.c|ไผ่' },
      none: { $in: [] },
      until: null,
    });
  });

  it('reports in one line that there is no server', async () => {
    const opening = MongoReadStore.open({ url: 'mongodb://127.0.0.1:1/none', patience: 200 });
    await expect(opening).rejects.toThrow(ReadStoreUnavailable);
    await expect(opening).rejects.toThrow(/^MongoDB cannot be reached: [^\n]+$/);
    const misread = MongoReadStore.open({ url: 'mongodb://127.0.0.1:1/none?mistyped=1' });
    await expect(misread).rejects.toThrow(/^MongoDB's URL cannot be read: [^\n]+$/);
  });
});
