import { describe, expect, it } from '@jest/globals';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { collectionName } from '../projections/engine/collection-name.js';
import { auditTrailProjection } from '../projections/read-models/audit-trail.js';
import { endOfInstant, instants, timeAt } from '../projections/read-models/instants.js';
import { RoundsAsOf } from '../projections/read-models/round-states.js';
import { UnpreparedCollection } from '../projections/read-store/read-store.js';
import { allProjections } from '../projections/read-models/index.js';
import { Applier } from '../projections/engine/applier.js';
import { ReadModelProgress } from '../projections/engine/read-model-progress.js';
import { Projector } from '../projections/engine/projector.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { instant, type Moment } from '../src/past/moment.js';
import { Past } from '../src/past/past.js';
import { Points } from '../src/past/points.js';
import type { Standpoint } from '../src/past/standpoint.js';
import { ReadYourWrites } from '../src/projecting/read-your-writes.js';
import { GetSurveyAsOf, GetSurveyAsOfHandler } from '../src/history/survey-as-of.js';
import { Clock } from '../src/basics/clock.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore, type SubscribeOptions } from '../src/event-store/event-store.js';
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

/** The server's queries over one log and its read models. */
const reading = async (store: MemoryEventStore, live: ReadStore, readModels: ReadModelProgress) => {
  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot()],
    providers: [
      { provide: EventStore, useValue: store },
      { provide: ReadStore, useValue: live },
      { provide: ReadModelProgress, useValue: readModels },
      DecideAndAppend,
      QuestionnaireLibrary,
      { provide: Clock, useValue: new ClockOfTheLog(store) },
      ReadYourWrites,
      Points,
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
    nation: await ofNation(await past.nation(moment)),
  };
};

interface Served {
  readonly last: RecordedEvent;
  readonly shown: object;
}

/** With small pages, so that the read models are written in many batches, which end anywhere. */
class PagedEventStore extends MemoryEventStore {
  constructor(private readonly pageSize: number) {
    super();
  }

  override subscribe(options: SubscribeOptions) {
    return super.subscribe({ ...options, pageSize: this.pageSize });
  }
}

const projecting = async (store: MemoryEventStore, readStore: ReadStore) => {
  const live = new Projector({ eventStore: store, readStore, projections: allProjections() });
  await live.start();
  return live;
};

/** A log with people at work, its live read models, and the queries that read both. */
const begun = async (prelude: readonly string[], store: MemoryEventStore = new MemoryEventStore()) => {
  const readStore = new MemoryReadStore();
  const live = await projecting(store, readStore);
  const calm = async () => undefined;
  const office = new People(store, new ApiProcesses(store, new TickingClock(), calm, () => 'none'));
  await office.begin(prelude);
  const module = await reading(store, readStore, live);
  const end = async () => {
    await live.stop();
    await module.close();
  };
  return {
    store,
    readStore,
    live,
    office,
    module,
    queries: module.get(QueryBus),
    past: module.get(Past),
    end,
  };
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

/** The questions of a process that has just started. */
const asked = async (
  { store, readStore, live }: Pick<Begun, 'store' | 'readStore' | 'live'>,
  served: readonly Served[],
  order: readonly number[],
) => {
  const module = await reading(store, readStore, live);
  await looksBack({ queries: module.get(QueryBus), past: module.get(Past) }, served, order);
  await module.close();
};

const acts = fc.array(sending, { minLength: 5, maxLength: 25 });
const order = fc.array(fc.nat(), { minLength: 3, maxLength: 8 });

describe('the past', () => {
  it(
    'is shown at any position or instant as it was served then',
    async () => {
      await fc.assert(
        fc.asyncProperty(prelude, acts, order, async (prelude, acts, order) => {
          const all = await begun(prelude);
          await looksBack(all, await performed(all, acts), order);
          await all.end();
        }),
        propertyRuns(6),
      );
    },
    PROPERTY_TIME,
  );

  it(
    'is the same after a restart, and in read models that are built again, whatever the batches',
    async () => {
      const pages = fc.integer({ min: 1, max: 40 });
      await fc.assert(
        fc.asyncProperty(prelude, acts, acts, order, pages, async (prelude, acts, later, order, pageSize) => {
          const all = await begun(prelude, new PagedEventStore(pageSize));
          const before = await performed(all, acts);
          await all.live.stop();
          const { store, readStore } = all;
          const live = await projecting(store, readStore);
          const served = [...before, ...(await performed({ ...all, live }, later))];
          await asked({ store, readStore, live }, served, order);
          const anew = new MemoryReadStore();
          const rebuilt = await projecting(store, anew);
          await rebuilt.waitFor(BigInt(store.log.length), 5000);
          await asked({ store, readStore: anew, live: rebuilt }, served, order);
          await Promise.all([rebuilt.stop(), live.stop(), all.end()]);
        }),
        propertyRuns(4),
      );
    },
    PROPERTY_TIME,
  );
});

it('leaves out what the live read models leave out', async () => {
  const { store, live, queries, past, end } = await begun(['certified', 'filled', 'filled']);
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
  const event = (position: number, second: number): RecordedEvent => ({
    id: `e${position}`,
    type: 'FromANewerSystem',
    stream: 'another-system',
    revision: BigInt(position),
    position: BigInt(position),
    data: {},
    metadata: { time: at(second) },
  });
  /** The last position of the longest prefix without a later date. Undefined if all events belong to it. */
  const lastAt = (events: readonly RecordedEvent[], time: string): bigint | undefined => {
    const later = events.findIndex(({ metadata }) => (metadata['time'] as string) > time);
    return later < 0 ? undefined : (events[later - 1]?.position ?? -1n);
  };

  const noted = async (events: readonly RecordedEvent[], batch: number) => {
    const store = new MemoryReadStore();
    for (let from = 0; from < events.length; from += batch) {
      const applier = new Applier(store, [instants], () => undefined); // as after a restart
      await applier.open();
      await applier.apply(events.slice(from, from + batch));
    }
    return store;
  };

  it('shows nothing with a later date, whatever the clocks did, and every event has its own time', async () => {
    const seconds = fc.array(fc.nat(30), { minLength: 1, maxLength: 60 });
    const property = fc.asyncProperty(
      seconds,
      fc.nat(31),
      fc.integer({ min: 1, max: 60 }),
      async (all, asked, batch) => {
        // Positions have gaps, as on another server.
        const events = all.map((second, index) => event(index * 3 + 1, second));
        const store = await noted(events, batch);
        expect(await endOfInstant(store, at(asked))).toBe(lastAt(events, at(asked)));
        expect(await timeAt(store, 0n)).toBeUndefined();
        for (const { position, metadata } of events) {
          expect(await timeAt(store, position)).toBe(metadata['time']);
          expect(await timeAt(store, position + 1n)).toBe(metadata['time']);
        }
        await store.close();
      },
    );
    await fc.assert(property, propertyRuns(30));
  });

  it('keeps its answer when a later clock is set back before it', async () => {
    const events = [event(1, 10), event(2, 20)];
    expect(await endOfInstant(await noted(events, 2), at(15))).toBe(1n);
    const store = await noted([...events, event(3, 5), event(4, 21)], 1);
    expect(await endOfInstant(store, at(15))).toBe(1n);
    expect(await endOfInstant(store, at(20))).toBe(3n);
    expect(await endOfInstant(store, at(21))).toBeUndefined();
  });

  const minute = 60;

  it('is not hidden by an event of a clock far ahead: it hides itself until the next event, and counts from then on', async () => {
    const far = { ...event(2, 0), metadata: { time: '2600-01-01T00:00:00.000Z' } };
    expect(await endOfInstant(await noted([event(1, 0), far], 2), at(10 * minute))).toBe(1n);
    const store = await noted([event(1, 0), far, event(3, 20 * minute), event(4, 21 * minute)], 1);
    expect(await endOfInstant(store, at(60 * minute))).toBeUndefined();
    expect(await endOfInstant(store, at(20 * minute))).toBe(3n);
    expect(await endOfInstant(store, at(19 * minute))).toBe(1n);
    expect(await endOfInstant(store, at(10 * minute))).toBe(1n);
  });

  /** The instant from which each event counts, by the rule's own words. */
  const countedFrom = (minutes: readonly number[]): readonly number[] => {
    const beginnings: { readonly index: number; readonly time: number }[] = [];
    let latest = -Infinity;
    for (const [index, time] of minutes.entries()) {
      const ahead = latest - time > 30;
      if (ahead) beginnings.push({ index, time });
      latest = ahead ? time : Math.max(latest, time);
    }
    return minutes.map((dated, index) =>
      beginnings
        .filter((beginning) => beginning.index > index && dated - beginning.time > 30)
        .reduce((from, { time }) => Math.min(from, time), dated),
    );
  };

  it('counts misdated events from the time of the event that shows it', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.nat(200), { minLength: 1, maxLength: 25 }),
      fc.nat(201),
      async (minutes, asked) => {
        const events = minutes.map((dated, index) => event(index, dated * minute));
        const later = countedFrom(minutes).findIndex((from) => from > asked);
        const store = await noted(events, 10);
        expect(await endOfInstant(store, at(asked * minute))).toBe(later < 0 ? undefined : BigInt(later - 1));
        await store.close();
      },
    );
    await fc.assert(property, propertyRuns(60));
  });
});

it('the past throws where it is asked for a list that is not kept', async () => {
  const { readStore, end } = await begun(['blank']);
  const rounds = await RoundsAsOf.at(readStore, 1n);
  await expect(rounds.find(collectionName(auditTrailProjection), {})).rejects.toThrow(UnpreparedCollection);
  await end();
});
