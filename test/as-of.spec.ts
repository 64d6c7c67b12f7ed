import { describe, expect, it } from '@jest/globals';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { allProjections } from '../projections/index.js';
import { Projector } from '../projections/projector.js';
import { MemoryReadStore } from '../projections/read-store/memory-read-store.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { instant, type Moment } from '../src/as-of/moment.js';
import { NationalPast } from '../src/as-of/national-past.js';
import { Past, type Standpoint } from '../src/as-of/past.js';
import { Snapshots } from '../src/as-of/snapshots.js';
import { Timeline } from '../src/as-of/timeline.js';
import { GetSurveyAsOf, GetSurveyAsOfHandler } from '../src/audit/survey-as-of.js';
import { Clock } from '../src/clock.js';
import { Directory } from '../src/directory/directory.js';
import { EventStore, type RecordedEvent } from '../src/event-store/event-store.js';
import { surveyStream } from '../src/event-store/streams.js';
import { GetProgress, GetProgressHandler } from '../src/progress/get-progress.js';
import { GetProvinceStatus, GetProvinceStatusHandler } from '../src/province/get-province-status.js';
import { QuestionnaireLibrary } from '../src/questionnaire/questionnaire-library.js';
import { GetSurvey, GetSurveyHandler } from '../src/survey/get-survey.js';
import { ListSurveys, ListSurveysHandler, type ListSurveysQuery } from '../src/survey/list-surveys.js';
import { People, prelude, sending, type Sending } from './support/history.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { ApiProcesses } from './support/office.js';
import { FISCAL_YEAR, nation, questionnaires, TickingClock } from './support/small-nation.js';

const fiscalYear = FISCAL_YEAR;

/** As if nobody looked before anything else happened: the time of day is that of the last event. */
class ClockOfTheLog extends Clock {
  constructor(private readonly store: MemoryEventStore) {
    super();
  }
  override now(): Date {
    return new Date(this.store.log.at(-1)?.metadata['time'] as string);
  }
}

/** Snapshots that somebody has deleted. */
class DeletedSnapshots extends Snapshots {
  override nearest() {
    return undefined;
  }
}

/** The queries as the server runs them, over one log and its live read models. */
const reading = async (store: MemoryEventStore, live: ReadStore, snapshots: Snapshots) => {
  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot()],
    providers: [
      { provide: EventStore, useValue: store },
      { provide: ReadStore, useValue: live },
      { provide: Directory, useValue: nation },
      { provide: QuestionnaireLibrary, useValue: questionnaires },
      { provide: Clock, useValue: new ClockOfTheLog(store) },
      { provide: Snapshots, useValue: snapshots },
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

/** Everything that can be looked at, by name: asked now, or of a standpoint. */
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

const checkPast = async (
  prelude: readonly string[],
  acts: readonly Sending[],
  order: readonly number[],
  snapshots: Snapshots,
) => {
  const store = new MemoryEventStore();
  const readStore = new MemoryReadStore();
  const live = new Projector({ eventStore: store, readStore, projections: allProjections(nation) });
  await live.start();
  const calm = async () => undefined;
  const office = new People(store, new ApiProcesses(store, new TickingClock(), calm, () => 'none'));
  await office.begin(prelude);
  const module = await reading(store, readStore, snapshots);
  const queries = module.get(QueryBus);
  const past = module.get(Past);
  const served: Served[] = [];
  for (const sending of acts) {
    const before = store.log.length;
    await office.perform('person', { ...sending, twin: 'none' });
    if (store.log.length === before) continue;
    await live.waitFor(BigInt(store.log.length), 5000);
    served.push({ last: store.log.at(-1)!, shown: await shownNow(queries) });
  }
  // Forwards and backwards, as a slider is dragged.
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
  await live.stop();
  await module.close();
};

const acts = fc.array(sending, { minLength: 5, maxLength: 25 });
const order = fc.array(fc.nat(), { minLength: 3, maxLength: 8 });

describe('the past', () => {
  it('is shown at any position or instant as it was served then, with snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(prelude, acts, order, fc.integer({ min: 1, max: 20 }), (prelude, acts, order, every) =>
        checkPast(prelude, acts, order, new Snapshots(every)),
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  it('is the same when every snapshot has been deleted', async () => {
    await fc.assert(
      fc.asyncProperty(prelude, acts, order, (prelude, acts, order) =>
        checkPast(prelude, acts, order, new DeletedSnapshots(5)),
      ),
      { numRuns: 10 },
    );
  }, 60_000);
});

describe('an instant', () => {
  const at = (second: number): string => new Date(Date.UTC(2022, 10, 7, 0, 0, second)).toISOString();
  const event = (position: number, second: number) =>
    ({ position: BigInt(position), metadata: { time: at(second) } }) as unknown as RecordedEvent;
  /** The last position of the longest beginning in which nothing is dated later. */
  const lastAt = (events: readonly RecordedEvent[], time: string): bigint => {
    const later = events.findIndex(({ metadata }) => (metadata['time'] as string) > time);
    return (later < 0 ? events : events.slice(0, later)).at(-1)?.position ?? -1n;
  };

  it('shows nothing that is dated after it, whatever the clocks did, and is found without reading the log', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 1200 }), fc.nat(31), (seconds, asked) => {
        // Positions have gaps, as another server's have.
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
