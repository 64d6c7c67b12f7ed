import { afterAll, describe, expect, it } from '@jest/globals';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { Replay } from '../projections/replay/replay.js';
import { auditTrail } from '../projections/read-models/audit-trail.js';
import { UnpreparedCollection } from '../projections/read-store/read-store.js';
import {
  allProjections,
  nationalProjections,
  provincialProjections,
} from '../projections/read-models/index.js';
import { Projector } from '../projections/engine/projector.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { instant, type Moment } from '../src/past/moment.js';
import { LogWalk } from '../src/past/log-walk.js';
import { NationalPast } from '../src/past/national-past.js';
import { Past, type Standpoint } from '../src/past/past.js';
import { Points } from '../src/past/points.js';
import { Snapshots } from '../src/past/snapshots.js';
import { Timeline } from '../src/past/timeline.js';
import { GetSurveyAsOf, GetSurveyAsOfHandler } from '../src/history/survey-as-of.js';
import { Clock } from '../src/basics/clock.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore, type ReadAllOptions } from '../src/event-store/event-store.js';
import { surveyStream } from '../src/events/streams.js';
import { DecideAndAppend } from '../src/commands/decide-and-append.js';
import { GetProgress, GetProgressHandler } from '../src/progress/get-progress.js';
import { GetProvinceStatus, GetProvinceStatusHandler } from '../src/lists/get-province-status.js';
import { QuestionnaireLibrary } from '../src/publication/questionnaire-library.js';
import { GetSurvey, GetSurveyHandler } from '../src/survey/get-survey.js';
import { ListSurveys, ListSurveysHandler, type ListSurveysQuery } from '../src/lists/list-surveys.js';
import { People, prelude, sending, type Sending } from './support/history.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { ApiProcesses } from './support/office.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { FISCAL_YEAR, nation, TickingClock } from './support/small-nation.js';

const fiscalYear = FISCAL_YEAR;

/** Every question comes before the next event: the time of day is that of the last event. */
class ClockOfTheLog extends Clock {
  constructor(private readonly store: MemoryEventStore) {
    super();
  }
  override now(): Date {
    return new Date(this.store.log.at(-1)?.metadata['time'] as string);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
afterAll(() => rmSync(folder, { recursive: true }));

let folders = 0;
const newFolder = (): string => join(folder, String((folders += 1)));
const snapshotsEvery = (every: number, folder = newFolder()): Snapshots => new Snapshots(folder, every);

/** Snapshots that are deleted before every read. */
class DeletedSnapshots extends Snapshots {
  constructor(
    private readonly lost: string,
    every: number,
  ) {
    super(lost, every);
  }

  override async nearest(position: bigint) {
    rmSync(this.lost, { recursive: true, force: true });
    return super.nearest(position);
  }
}

/** The server's queries over one log and its live read models. */
const reading = async (store: MemoryEventStore, live: ReadStore, snapshots: Snapshots) => {
  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot()],
    providers: [
      { provide: EventStore, useValue: store },
      { provide: ReadStore, useValue: live },
      DecideAndAppend,
      QuestionnaireLibrary,
      { provide: Clock, useValue: new ClockOfTheLog(store) },
      { provide: Snapshots, useValue: snapshots },
      LogWalk,
      Points,
      NationalPast,
      Past,
      GetSurveyHandler,
      GetSurveyAsOfHandler,
      GetProvinceStatusHandler,
      ListSurveysHandler,
      GetProgressHandler,
    ],
  }).compile();
  return module.init();
};

const admin = { sub: 'admin', role: 'admin' as const };
const officer = { sub: 'officer', role: 'province' as const, provinceCode: '11' };
const whole: ListSurveysQuery = { page: 1, pageSize: 500 };

/** Every view of the past by name, as a question about now or about a point of the past. */
const views = (queries: QueryBus) => ({
  ofSurvey: (laoCode: string, from?: Standpoint) =>
    queries.execute(new GetSurvey({ fiscalYear, laoCode }, from)),
  ofProvince: (provinceCode: string, from?: Standpoint) =>
    queries.execute(new GetProvinceStatus({ fiscalYear, provinceCode }, from)),
  ofNation: async (from?: Standpoint) => ({
    all: await queries.execute(new ListSurveys(whole, admin, from)),
    certified: await queries.execute(new ListSurveys({ ...whole, status: 'certified' }, officer, from)),
    progress: await queries.execute(new GetProgress(fiscalYear, admin, from)),
    own: await queries.execute(new GetProgress(fiscalYear, officer, from)),
  }),
});

const shownNow = async (queries: QueryBus) => {
  const { ofSurvey, ofProvince, ofNation } = views(queries);
  return {
    surveys: await Promise.all(nation.laos.map(({ code }) => ofSurvey(code))),
    provinces: await Promise.all(nation.provinces.map(({ code }) => ofProvince(code))),
    nation: await ofNation(),
  };
};

const shownAt = async (queries: QueryBus, past: Past, moment: Moment) => {
  const { ofSurvey, ofProvince, ofNation } = views(queries);
  return {
    surveys: await Promise.all(
      nation.laos.map(async ({ code: laoCode }) =>
        ofSurvey(laoCode, await past.survey({ fiscalYear, laoCode }, moment)),
      ),
    ),
    provinces: await Promise.all(
      nation.provinces.map(async ({ code: provinceCode }) =>
        ofProvince(provinceCode, await past.province({ fiscalYear, provinceCode }, moment)),
      ),
    ),
    nation: await past.nation(moment, ofNation),
  };
};

interface Served {
  readonly last: RecordedEvent;
  readonly shown: object;
}

/**
 * With small pages, so that a short log has many snapshots. It records where each read of the log begins, and can delay
 * it at a position.
 */
class WatchedEventStore extends MemoryEventStore {
  readonly begins: (bigint | undefined)[] = [];
  stopAfter = 2n ** 63n;

  override async *readAll(options: ReadAllOptions = {}) {
    this.begins.push(options.after);
    for await (const events of super.readAll({ ...options, pageSize: 4 })) {
      if (events[0]!.position > this.stopAfter) await new Promise(() => undefined);
      yield events;
    }
  }
}

/** A log with people at work, its live read models, and the queries that read both. */
const begun = async (prelude: readonly string[], snapshots: Snapshots, store = new WatchedEventStore()) => {
  const readStore = new MemoryReadStore();
  const live = new Projector({ eventStore: store, readStore, projections: allProjections() });
  await live.start();
  const calm = async () => undefined;
  const office = new People(store, new ApiProcesses(store, new TickingClock(), calm, () => 'none'));
  await office.begin(prelude);
  const module = await reading(store, readStore, snapshots);
  const end = async () => {
    await live.stop();
    await module.close();
  };
  return { store, live, office, module, queries: module.get(QueryBus), past: module.get(Past), end };
};

type Begun = Awaited<ReturnType<typeof begun>>;

/** What was shown after each act that wrote an event. */
const performed = async ({ store, live, office, queries }: Begun, acts: readonly Sending[]) => {
  const served: Served[] = [];
  for (const sending of acts) {
    const before = store.log.length;
    await office.perform('person', { ...sending, twin: 'none' });
    if (store.log.length === before) continue;
    await live.waitFor(BigInt(store.log.length), 5000);
    served.push({ last: store.log.at(-1)!, shown: await shownNow(queries) });
  }
  return served;
};

/** Forwards and backwards, like a moving slider. */
const looksBack = async (
  { queries, past }: Pick<Begun, 'queries' | 'past'>,
  served: readonly Served[],
  order: readonly number[],
) => {
  for (const place of order) {
    const then = served[place % Math.max(served.length, 1)];
    if (!then) continue;
    const { position, metadata } = then.last;
    expect(await shownAt(queries, past, { kind: 'position', position })).toEqual(then.shown);
    expect(await shownAt(queries, past, instant(metadata['time'] as string))).toEqual(then.shown);
    for (const { code: laoCode } of nation.laos) {
      if (then.last.stream !== surveyStream(fiscalYear, laoCode)) continue;
      const point = { revision: then.last.revision.toString() };
      const form = await queries.execute(new GetSurveyAsOf({ fiscalYear, laoCode }, point));
      expect(form).toEqual(
        await views(queries).ofSurvey(
          laoCode,
          await past.survey({ fiscalYear, laoCode }, { kind: 'position', position }),
        ),
      );
    }
  }
};

const checkPast = async (
  prelude: readonly string[],
  acts: readonly Sending[],
  order: readonly number[],
  snapshots: Snapshots,
) => {
  const all = await begun(prelude, snapshots);
  await looksBack(all, await performed(all, acts), order);
  await all.end();
};

const acts = fc.array(sending, { minLength: 5, maxLength: 25 });
const order = fc.array(fc.nat(), { minLength: 3, maxLength: 8 });

describe('the past', () => {
  it(
    'is shown at any position or instant as it was served then, with snapshots',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          prelude,
          acts,
          order,
          fc.integer({ min: 1, max: 20 }),
          (prelude, acts, order, every) => checkPast(prelude, acts, order, snapshotsEvery(every)),
        ),
        propertyRuns(6),
      );
    },
    PROPERTY_TIME,
  );

  it(
    'is the same when every snapshot has been deleted',
    async () => {
      await fc.assert(
        fc.asyncProperty(prelude, acts, order, (prelude, acts, order) =>
          checkPast(prelude, acts, order, new DeletedSnapshots(newFolder(), 5)),
        ),
        propertyRuns(4),
      );
    },
    PROPERTY_TIME,
  );
});

/** What may happen to a folder between two starts. `place` is anywhere in it. */
const mishaps: { readonly [mishap: string]: (folder: string, place: number) => void } = {
  'nothing has happened': () => undefined,
  'all snapshots are deleted': (folder) => rmSync(folder, { recursive: true, force: true }),
  'one is deleted': (folder, place) => oneOf(folder, place, (path) => rmSync(path)),
  'one is cut off': (folder, place) => oneOf(folder, place, (path) => truncateSync(path, place % 200)),
  'a bit of one is turned': (folder, place) =>
    oneOf(folder, place, (path) => {
      const bytes = readFileSync(path);
      bytes[place % bytes.length]! ^= 1 << (place % 8);
      writeFileSync(path, bytes);
    }),
  'one bears the name of another': (folder, place) =>
    oneOf(folder, place, (path) => oneOf(folder, place >> 8, (other) => renameSync(path, other))),
};

const oneOf = (folder: string, place: number, harm: (path: string) => void): void => {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (files.length > 0) harm(join(folder, files[place % files.length]!));
};

describe('after a restart the past is the same', () => {
  it.each(Object.keys(mishaps))(
    'when %s',
    async (mishap) => {
      await fc.assert(
        fc.asyncProperty(prelude, acts, order, fc.nat(1 << 20), async (prelude, acts, order, place) => {
          const folder = newFolder();
          const all = await begun(prelude, snapshotsEvery(3, folder));
          const served = await performed(all, acts);
          await all.past.points.find({ kind: 'position', position: BigInt(all.store.log.length) });
          mishaps[mishap]!(folder, place);
          // Also while a process had them open.
          await looksBack(all, served, order);
          const again = await reading(all.store, new MemoryReadStore(), snapshotsEvery(3, folder));
          await looksBack({ queries: again.get(QueryBus), past: again.get(Past) }, served, order);
          await again.close();
          await all.end();
        }),
        propertyRuns(2),
      );
    },
    PROPERTY_TIME,
  );
});

const end = ({ store }: Begun): Moment => ({ kind: 'position', position: BigInt(store.log.length) });

describe('snapshots', () => {
  const history = ['certified', 'filled', 'filled'];

  it('save a restart the replay of the events before the last of them', async () => {
    const folder = newFolder();
    const all = await begun(history, snapshotsEvery(5, folder));
    await all.past.points.find(end(all));
    const lastKept = BigInt(readdirSync(folder).sort().at(-1)!.split('.')[0]!);
    const { store } = all;
    store.begins.length = 0;
    const again = await reading(store, new MemoryReadStore(), snapshotsEvery(5, folder));
    await again.get(Past).points.find(end(all));
    expect(lastKept).toBeGreaterThan(BigInt(store.log.length) - 10n);
    expect(store.begins[0]).toBe(lastKept);
    expect(again.get(LogWalk).milestones).toEqual(all.module.get(LogWalk).milestones);
    await again.close();
    await all.end();
  });

  it('with a flipped bit anywhere are not used', async () => {
    const folder = newFolder();
    const all = await begun(history, snapshotsEvery(5, folder));
    await all.past.points.find(end(all));
    const first = join(folder, readdirSync(folder).sort()[0]!);
    const whole = readFileSync(first);
    for (let place = 0; place < whole.length; place += 97) {
      const turned = Buffer.from(whole);
      turned[place]! ^= 1;
      writeFileSync(first, turned);
      expect(await snapshotsEvery(5, folder).open(all.store)).toEqual([]);
    }
    await all.end();
  });

  it('of another log are not used, and are removed', async () => {
    const folder = newFolder();
    const lost = await begun(['filled', 'filled', 'filled'], snapshotsEvery(5, folder));
    await lost.past.points.find(end(lost));
    await lost.end();
    const all = await begun(history, snapshotsEvery(5, folder));
    expect(await shownAt(all.queries, all.past, end(all))).toEqual(await shownNow(all.queries));
    await all.end();
    const kept = await snapshotsEvery(5, folder).open(all.store);
    expect(kept.map(({ last }) => last.position)).toEqual(
      readdirSync(folder)
        .sort()
        .map((file) => BigInt(file.split('.')[0]!)),
    );
  });

  it('that cannot be written stop no request', async () => {
    const file = newFolder();
    writeFileSync(file, 'a file where the folder should be');
    const all = await begun(history, snapshotsEvery(5, file));
    expect(await shownAt(all.queries, all.past, end(all))).toEqual(await shownNow(all.queries));
    await all.end();
  });
});

it('answers from the replay in progress, before it reaches the end of the log', async () => {
  const all = await begun(['certified', 'filled', 'filled'], snapshotsEvery(5));
  const { store } = all;
  const early = store.log[11]!;
  const position = early.position;
  const shown = await shownAt(all.queries, all.past, { kind: 'position', position });
  store.stopAfter = 16n;
  const again = await reading(store, new MemoryReadStore(), snapshotsEvery(5));
  const queries = again.get(QueryBus);
  expect(await shownAt(queries, again.get(Past), { kind: 'position', position })).toEqual(shown);
  const time = early.metadata['time'] as string;
  const atInstant = await again.get(Past).points.find(instant(time));
  expect(atInstant.time).toBe(time);
  expect(again.get(LogWalk).timeline.end).toBeLessThan(BigInt(store.log.length));
  await again.close();
  await all.end();
});

it('leaves out what the live read models leave out', async () => {
  const { store, live, queries, past, end } = await begun(
    ['certified', 'filled', 'filled'],
    snapshotsEvery(5),
  );
  const stream = surveyStream(fiscalYear, '06110102');
  const known = store.log.find((event) => event.stream === stream)!;
  await store.append(stream, [{ ...known, id: 'newer', type: 'FromANewerSystem' }], 'any');
  const saved = store.log.findLast(({ type }) => type === 'AspectSaved')!;
  await store.append(stream, [{ ...saved, id: 'behind it' }], 'any');
  const position = BigInt(store.log.length);
  await live.waitFor(position, 5000);
  expect(await shownAt(queries, past, { kind: 'position', position })).toEqual(await shownNow(queries));
  await end();
});

describe('an instant', () => {
  const at = (second: number): string => new Date(Date.UTC(2022, 10, 7, 0, 0, second)).toISOString();
  const event = (position: number, second: number) =>
    ({ position: BigInt(position), metadata: { time: at(second) } }) as unknown as RecordedEvent;
  /** The last position of the longest prefix without a later date. */
  const lastAt = (events: readonly RecordedEvent[], time: string): bigint => {
    const later = events.findIndex(({ metadata }) => (metadata['time'] as string) > time);
    return (later < 0 ? events : events.slice(0, later)).at(-1)?.position ?? -1n;
  };

  it('shows nothing with a later date, whatever the clocks did, and is found without reading the log', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 1200 }), fc.nat(31), (seconds, asked) => {
        // Positions have gaps, as on another server.
        const events = seconds.map((second, index) => event(index * 3 + 1, second));
        const timeline = new Timeline();
        for (let from = 0; from < events.length; from += 100) timeline.note(events.slice(from, from + 100));
        const stretch = timeline.behind(at(asked));
        const found = stretch
          ? events.filter(({ position }) => position > (stretch.after ?? -1n) && position <= stretch.last)
          : events;
        const before = stretch ? (stretch.after ?? -1n) : -1n;
        const exact = lastAt(found, at(asked));
        expect(exact === -1n ? before : exact).toBe(lastAt(events, at(asked)));
        expect(found.length).toBeLessThanOrEqual(stretch ? 250 : events.length);
      }),
      propertyRuns(100),
    );
  });

  it('keeps its answer when a later clock is set back before it', () => {
    const timeline = new Timeline();
    timeline.note([event(1, 10), event(2, 20)]);
    expect(timeline.behind(at(15))).toMatchObject({ last: 2n });
    timeline.note([event(3, 5), event(4, 21)]);
    expect(lastAt([event(1, 10), event(2, 20), event(3, 5), event(4, 21)], at(15))).toBe(1n);
    expect(timeline.behind(at(15))).toMatchObject({ after: undefined });
    expect(timeline.behind(at(21))).toBeUndefined();
  });
});

it('a past throws where it is asked for a list that is not replayed into it', async () => {
  for (const projections of [nationalProjections, provincialProjections]) {
    const { store } = await Replay.begin(projections);
    const page = { page: 1, pageSize: 1, order: 'oldest-first' } as const;
    await expect(auditTrail(store, {}, page)).rejects.toThrow(UnpreparedCollection);
  }
});
