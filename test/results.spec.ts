import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Projector } from '../projections/engine/projector.js';
import { answerChosen, storedChange, countedIn, textOf } from '../projections/read-models/change-text.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import type { JsonObject } from '../src/basics/json.js';
import { DecideAndAppend } from '../src/commands/decide-and-append.js';
import type { Actor } from '../src/events/actor.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { Past } from '../src/past/past.js';
import { Points } from '../src/past/points.js';
import { ReadYourWrites } from '../src/projecting/read-your-writes.js';
import { QuestionnaireLibrary } from '../src/publication/questionnaire-library.js';
import type { Answer } from '../src/questionnaire/answer.js';
import { AnswerLogs } from '../src/results/cube/answer-logs.js';
import { GetGroups, GetGroupsHandler } from '../src/results/get-groups.js';
import { GetOverview, GetOverviewHandler } from '../src/results/get-overview.js';
import { ResultYears } from '../src/results/result-years.js';
import { RostersAt } from '../src/results/rosters-at.js';
import type { GroupsView, LaosBehindView, OverviewView } from '../src/results/result-views.js';
import type { OwnResultView } from '../src/results/own-result-views.js';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { People, prelude, sending } from './support/history.js';
import { judge } from './support/log-oracle.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { ApiProcesses } from './support/office.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';
import { FISCAL_YEAR, questionnaire, TickingClock } from './support/small-nation.js';

const fiscalYear = FISCAL_YEAR;
const admin: Actor = { sub: 'admin', role: 'admin' };

/** The LAOs that the round asks after these events. */
const askedAfter = (log: readonly RecordedEvent[]): readonly string[] => {
  const asked = new Set<string>();
  for (const { type, data } of log) {
    if (type === 'ProvinceEnrolled')
      for (const { code } of data['laos'] as { readonly code: string }[]) asked.add(code);
    if (type === 'LaoEnrolled') asked.add((data['lao'] as { readonly code: string }).code);
    if (type === 'LaoWithdrawn') asked.delete(data['laoCode'] as string);
  }
  return [...asked];
};

/** What an overview must say, folded from the log by other code. */
const expectedAfter = (log: readonly RecordedEvent[]) => {
  const asked = askedAfter(log);
  const { surveys } = judge(log);
  const forms = asked.map((code) => surveys.get(code));
  const rows = questionnaire.aspects.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  const certified = forms.filter((form) => form?.locked !== undefined).length;
  const added = forms.map((form) => form?.added.size ?? 0);
  return {
    total: asked.length,
    certified,
    rows: rows.map(({ id }) => {
      const given = forms.flatMap((form) => {
        const answer = form?.answers.get(id);
        return answer === undefined ? [] : [answer];
      });
      const count = (is: (answer: JsonObject) => boolean): number => given.filter(is).length;
      const among = (field: string, choice: string): number =>
        count((answer) => (answer[field] as string[] | undefined)?.includes(choice) ?? false);
      const users = given.flatMap(({ yearlyUsers }) => (typeof yearlyUsers === 'number' ? yearlyUsers : []));
      return {
        rowId: id,
        laos: asked.length,
        answered: given.length,
        offering: count(({ hasEService }) => hasEService === true),
        notOffering: count(({ hasEService }) => hasEService === false),
        needed: count(({ isNeeded }) => isNeeded === true),
        notNeeded: count(({ isNeeded }) => isNeeded === false),
        steps: { apply: among('steps', 'apply'), pay: among('steps', 'pay') },
        channels: { website: among('channels', 'website'), counter: among('channels', 'counter') },
        users: { sum: users.reduce((sum, each) => sum + each, 0), laos: users.length },
      };
    }),
    addedRows: {
      rows: added.reduce((sum, each) => sum + each, 0),
      laos: added.filter((each) => each > 0).length,
    },
  };
};

/** The queries over a log with people at work. */
const begun = async (prelude: readonly string[]) => {
  const store = new MemoryEventStore();
  const readStore = new MemoryReadStore();
  const live = new Projector({ eventStore: store, readStore, projections: allProjections() });
  await live.start();
  const office = new People(
    store,
    new ApiProcesses(
      store,
      new TickingClock(),
      async () => undefined,
      () => 'none',
    ),
  );
  await office.begin(prelude);
  const points = new Points(store, new TickingClock(), readStore, new ReadYourWrites(live, store));
  const past = new Past(store, readStore, points);
  const questionnaires = new QuestionnaireLibrary(new DecideAndAppend(store, new TickingClock()));
  const years = new ResultYears(past, questionnaires, new RostersAt(readStore), new AnswerLogs(readStore));
  const overview = new GetOverviewHandler(years);
  const groups = new GetGroupsHandler(years);
  const at = (position: bigint) => points.find({ kind: 'position', position });
  return { store, live, office, overview, groups, at };
};

describe('a stored change', () => {
  const id = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.string({ minLength: 1 }));
  const list = fc.array(id, { minLength: 1, maxLength: 3 });
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const offered = fc.record({
    hasEService: fc.constant(true),
    choices: optional(list),
    otherChoices: optional(fc.array(text, { minLength: 1 })),
    steps: optional(list),
    channels: optional(list),
    otherChannel: optional(text),
    yearlyUsers: optional(fc.nat()),
  });
  const refused = fc.record({ hasEService: fc.constant(false), isNeeded: optional(fc.boolean()) });
  const answer = fc
    .oneof(fc.constant(null), offered, refused)
    .map((each) => (each === null ? null : (JSON.parse(JSON.stringify(each)) as Answer)));
  const change = fc.oneof(
    fc.record({ type: fc.constant('answer' as const), rowId: id, answer }),
    fc.record({ type: fc.constant('row-added' as const), rowId: id, aspectId: id, groupId: id, title: text }),
    fc.record({ type: fc.constant('row-renamed' as const), rowId: id, title: text }),
    fc.record({ type: fc.constant('row-removed' as const), rowId: id }),
    fc.record({ type: fc.constant('aspect-saved' as const), aspectId: id }),
    fc.record({ type: fc.constant('certified' as const) }),
  );

  it('is read as it was, whatever its ids and texts', () => {
    const recorded = fc.record({
      at: fc.constant('2022-11-07T09:29:30.000Z'),
      by: id,
      revision: fc.constant('12'),
    });
    fc.assert(
      fc.property(change, recorded, (said, trace) => {
        const whole = { ...said, ...trace };
        const stored = textOf(981_202n, whole);
        expect(storedChange(whole.revision, stored)).toEqual({ position: 981_202n, change: whole });
        const counted = countedIn(stored);
        expect(counted.position).toBe(981_202);
        if (whole.type !== 'answer') return;
        expect([counted.type, counted.rowId]).toEqual(['answer', whole.rowId]);
        expect(counted.count).toBe(whole.answer?.yearlyUsers ?? Number.NaN);
        const { yearlyUsers: _, otherChannel: __, otherChoices: ___, ...chosen } = whole.answer ?? {};
        expect(answerChosen(counted.choices)).toEqual(whole.answer && chosen);
      }),
      propertyRuns(200),
    );
  });
});

describe('every total of the results', () => {
  it(
    'is what an independent fold of the log gives, at any position',
    async () => {
      const acts = fc.array(sending, { minLength: 5, maxLength: 20 });
      const looks = fc.array(fc.nat(), { minLength: 4, maxLength: 8 });
      const property = fc.asyncProperty(prelude, acts, looks, async (prelude, acts, looks) => {
        const { store, live, office, overview, groups, at } = await begun(prelude);
        const look = async (place: number): Promise<void> => {
          // The round exists from the third event on: the questionnaire, the opening, the first province.
          const position = BigInt(3 + (place % (store.log.length - 2)));
          const expected = expectedAfter(store.log.filter((event) => event.position <= position));
          const point = await at(position);
          const { laos, rows, addedRows, ...head } = await overview.execute(
            new GetOverview(fiscalYear, point, {}, admin),
          );
          expect(head).toMatchObject({ position: position.toString(), damaged: 0 });
          expect({ total: laos.total, certified: laos.certified, rows, addedRows }).toMatchObject(expected);
          const paging = { page: 1, pageSize: 100 };
          const request = { by: 'province', ...paging } as const;
          const { groups: provinces } = await groups.execute(
            new GetGroups(fiscalYear, point, request, admin),
          );
          const sum = (of: (each: (typeof provinces)[number]) => number): number =>
            provinces.reduce((total, each) => total + of(each), 0);
          const all = (of: (row: (typeof rows)[number]) => number): number =>
            rows.reduce((total, each) => total + of(each), 0);
          expect([sum(({ laos }) => laos), sum(({ certified }) => certified)]).toEqual([
            expected.total,
            expected.certified,
          ]);
          expect(sum(({ offering }) => offering)).toBe(all(({ offering }) => offering));
          expect(sum(({ users }) => users.sum)).toBe(all(({ users }) => users.sum));
        };
        for (const [place, act] of acts.entries()) {
          await office.perform('person', { ...act, twin: 'none' });
          // Between the acts, so that what is in memory is brought up to date.
          if (place % 6 === 0) await look(store.log.length - 3);
        }
        for (const place of looks) await look(place);
        await live.stop();
      });
      await fc.assert(property, propertyRuns(6));
    },
    PROPERTY_TIME,
  );
});

describe('over HTTP', () => {
  const certified = '03120102';
  let server: TestServer;
  let lao: Client;
  let officer: Client;
  let auditor: Client;
  let early: string;

  beforeAll(async () => {
    server = await startServer();
    [lao, officer, auditor] = (await Promise.all(
      [`lao.${certified}`, 'province.12', 'auditor'].map((who) => signIn(server.url, who)),
    )) as [Client, Client, Client];
    const { position } = await expectOk<OverviewView>(await auditor.get('/api/results/2565'));
    early = position;
    await fillAndCertify(lao, certified);
  });
  afterAll(() => server.stop());

  const get = async <T>(who: Client, path: string): Promise<T> =>
    expectOk<T>(await who.get(`/api/results/2565${path}`));
  const codeOf = async (who: Client, path: string): Promise<unknown> =>
    ((await (await who.get(`/api/results/2565${path}`)).json()) as { readonly code?: string }).code;

  it('shows now and any moment before', async () => {
    const now = await get<OverviewView>(auditor, '');
    expect(now.laos).toMatchObject({ total: 46, started: 1, certified: 1 });
    expect(now.rows.reduce((sum, { answered }) => sum + answered, 0)).toBe(now.rows.length);
    const then = await get<OverviewView>(auditor, `?at=${early}`);
    expect([then.position, then.laos.started, then.rows[0]!.answered]).toEqual([early, 0, 0]);
  });

  it('compares with another year, and says when there is none', async () => {
    const { rows } = await get<OverviewView>(auditor, '?against=2565');
    expect(rows[0]!.before).toMatchObject({ answered: rows[0]!.answered });
    expect(await codeOf(auditor, '?against=2570')).toBe('unknown-campaign');
  });

  it('leads from a number to the LAOs behind it', async () => {
    const { rows } = await get<OverviewView>(officer, '');
    const row = rows.find(({ offering }) => offering > 0)!;
    const step = Object.entries(row.steps).find(([, count]) => count > 0)![0];
    const behind = await get<LaosBehindView>(officer, `/laos?row=${row.rowId}&answer=offering&step=${step}`);
    expect(behind.total).toBe(row.steps[step]);
    expect(behind.laos[0]).toMatchObject({
      laoCode: certified,
      provinceCode: '12',
      by: { sub: expect.any(String) },
    });
    const rest = await get<LaosBehindView>(officer, `/laos?row=${row.rowId}&answer=unanswered&pageSize=5`);
    expect([rest.total, rest.laos.length]).toEqual([row.laos - row.answered, 5]);
    expect(await codeOf(officer, '/laos?answer=offering')).toBe('invalid-request');
    expect(await codeOf(officer, '/laos?row=no-such-row')).toBe('unknown-row');
  });

  it('groups by place and type, and by LAO within a province', async () => {
    const districts = await get<GroupsView>(auditor, '/groups?by=district');
    expect(districts.groups.reduce((sum, { laos }) => sum + laos, 0)).toBe(46);
    const laos = await get<GroupsView>(officer, '/groups?by=lao&pageSize=3&page=2');
    expect([laos.total, laos.groups.length]).toEqual([46, 3]);
    expect(await codeOf(auditor, '/groups?by=lao')).toBe('invalid-request');
    expect(await codeOf(officer, '/groups?province=13')).toBe('out-of-scope');
  });

  it('shows an LAO itself among its like, and aggregates of at least five', async () => {
    const own = await get<OwnResultView>(lao, `/laos/${certified}`);
    expect(own.own.answered).toBe(own.rows.length);
    expect(own.fingerprint).toMatch(/^[\da-f]{64}$/);
    // The pilot's province has two city municipalities.
    expect(own.like).toMatchObject({ type: { tooFew: true }, province: { laos: 46 }, country: { laos: 46 } });
    expect(own.rows[0]!.share).toMatchObject({ type: null, country: expect.any(Number) });
    expect(await codeOf(lao, '/laos/04120104')).toBe('out-of-scope');
    expect(await codeOf(lao, '?laoType=city-municipality')).toBe('too-few-laos');
    for (const query of ['?district=1201', '?laoType=sao', '?status=certified', '?province=13']) {
      expect(await codeOf(lao, query)).toBe('out-of-scope');
    }
    for (const path of ['/groups', '/laos']) expect(await codeOf(lao, path)).toBe('not-allowed');
    expect((await get<OverviewView>(lao, '')).laos.total).toBe(46);
  });

  it('counts a withdrawn answer no longer', async () => {
    const other = '04120104';
    const clerk = await signIn(server.url, `lao.${other}`);
    const [aspect] = (await readForm(clerk, other)).aspects;
    const row = aspect!.rows[0]!.id;
    const path = `${surveyPath(other)}/aspects/${aspect!.id}`;
    const answered = async (): Promise<number> =>
      (await get<OverviewView>(auditor, '')).rows.find(({ rowId }) => rowId === row)!.answered;
    const before = await answered();
    const first = { answers: { [row]: { hasEService: false, isNeeded: true } } };
    const saved = await expectOk<{ revision: string }>(await clerk.put(path, first, { 'if-match': '"-1"' }));
    expect(await answered()).toBe(before + 1);
    await expectOk(
      await clerk.put(path, { answers: { [row]: null } }, { 'if-match': `"${saved.revision}"` }),
    );
    expect(await answered()).toBe(before);
  });
});
