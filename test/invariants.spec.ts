import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { allProjections } from '../projections/read-models/index.js';
import { Projector } from '../projections/engine/projector.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import type { EventStore } from '../src/event-store/event-store.js';
import type { JsonObject } from '../src/basics/json.js';
import {
  fault,
  People,
  prelude,
  sending,
  sendingWhileClosing,
  type Sending,
  type Sent,
} from './support/history.js';
import { chainBreaches, judge } from './support/log-oracle.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { ApiProcess, ApiProcesses, PagedStore, type Fault } from './support/office.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { editions, TickingClock } from './support/small-nation.js';

interface Plan {
  readonly prelude: readonly string[];
  /** Whether one province is asked at first. */
  readonly pilot: boolean;
  /** The acts of each person, one after the other. The people work at the same time. */
  readonly people: readonly (readonly Sending[])[];
  /** The faults of the appends, in turn. After the last one there are no more. */
  readonly faults: readonly Fault[];
  readonly pages: { readonly live: number; readonly rebuilt: number };
}

const planOf = (sending: fc.Arbitrary<Sending>): fc.Arbitrary<Plan> =>
  fc.record({
    prelude,
    pilot: fc.boolean(),
    people: fc.array(fc.array(sending, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
    faults: fc.array(fault, { maxLength: 20 }),
    pages: fc.record({ live: fc.integer({ min: 1, max: 7 }), rebuilt: fc.integer({ min: 1, max: 1000 }) }),
  });
const plan = planOf(sending);
const planOfAClosing = planOf(sendingWhileClosing);

const wholeLog = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  return log;
};

/** Plays the plan with live read models, and checks all invariants at its end. */
const play = async (
  store: EventStore,
  { prelude, pilot, people, faults, pages }: Plan,
  scheduler: fc.Scheduler,
) => {
  const readStore = new MemoryReadStore();
  const projections = allProjections();
  const live = new Projector({ eventStore: new PagedStore(store, pages.live), readStore, projections });
  await live.start();
  const left = [...faults];
  let quiet = true;
  const processes = new ApiProcesses(
    store,
    new TickingClock(),
    async () => (quiet ? undefined : scheduler.schedule(Promise.resolve())),
    () => (quiet ? 'none' : (left.shift() ?? 'none')),
  );
  const office = new People(store, processes);
  await office.begin(prelude, pilot);
  quiet = false;
  const work = people.map(async (acts, index) => {
    for (const sending of acts) await office.perform(`person-${index}`, sending);
  });
  await scheduler.waitFor(Promise.all(work));

  const log = await wholeLog(store);
  expect(judge(log).breaches).toEqual([]);
  expect(chainBreaches(log)).toEqual([]);
  checkFates(log, office.sent);
  checkConflicts(log, office.sent);

  expect(await live.waitFor(log.at(-1)!.position, 5000)).toBe(true);
  await live.stop();
  const fresh = new MemoryReadStore();
  const rebuilt = await rebuildFromZero({
    eventStore: new PagedStore(store, pages.rebuilt),
    readStore: fresh,
    projections,
  });
  expect(rebuilt).toMatchObject({ events: log.length, parked: [] });
  expect(await differences(readStore, fresh, projections.map(collectionName))).toEqual([]);
};

const closing: Readonly<Record<Exclude<Sent['ask']['kind'], 'roster' | 'shorten'>, string>> = {
  save: 'AspectSaved',
  'add-row': 'RowAdded',
  'rename-row': 'RowRenamed',
  'remove-row': 'RowRemoved',
  certify: 'LaoCertified',
  review: 'SurveyReviewed',
  return: 'LaoReturned',
  'certify-province': 'ProvinceCertified',
  revoke: 'ProvinceCertificationRevoked',
  open: 'CampaignOpened',
  widen: 'CampaignWidened',
  extend: 'CampaignExtended',
  close: 'CampaignClosingBegun',
};

const lastChange = { added: 'LaoEnrolled', renamed: 'LaoRenamed', gone: 'LaoWithdrawn' } as const;

/** A new end of the window begins a narrowing if it is earlier, and opens the round again if it is closed. */
const closingOf = (ask: Sent['ask'], recorded: RecordedEvent): string => {
  if (ask.kind === 'shorten') {
    expect(['CampaignClosingBegun', 'CampaignExtended']).toContain(recorded.type);
    return recorded.type;
  }
  return ask.kind === 'roster' ? lastChange[editions[ask.edition].changes.at(-1)!.kind] : closing[ask.kind];
};

/** What the system records by itself on the way of a command. */
const ownCommands = [
  'EnrolProvince',
  'PublishQuestionnaire',
  'FenceProvince',
  'FenceSurvey',
  'CallOffWithdrawal',
  'FinishNarrowing',
];
const isOwn = ({ metadata }: RecordedEvent): boolean => ownCommands.includes(metadata['command'] as string);

/** A narrowing is acknowledged once the new end is recorded. */
const narrowed = (log: readonly RecordedEvent[], { stream, position }: RecordedEvent): RecordedEvent =>
  log.find(
    (event) =>
      event.stream === stream && event.position > position && event.metadata['command'] === 'FinishNarrowing',
  )!;

/** A round that was opened or widened is acknowledged once every province is enrolled; the answer names the last of them. */
const lastEnrolled = (log: readonly RecordedEvent[], provinces: readonly string[]): bigint => {
  const places = provinces.map((code) =>
    log.find(({ stream, type }) => type === 'ProvinceEnrolled' && stream.endsWith(`.${code}`)),
  );
  expect(places).not.toContain(undefined);
  return places.map((event) => event!.position).reduce((a, b) => (a > b ? a : b));
};

/**
 * Invariant 3: an acknowledged command is in the log, once and whole, as it was sent. A refused one left nothing, and
 * nothing else is there.
 */
const checkFates = (log: readonly RecordedEvent[], sent: readonly Sent[]): void => {
  const decided = log.filter((event) => !isOwn(event));
  const byCommand = Map.groupBy(decided, ({ metadata }) => metadata['commandId'] as string);
  for (const [id, group] of Map.groupBy(sent, ({ commandId }) => commandId)) {
    const events = byCommand.get(id) ?? [];
    byCommand.delete(id);
    const acknowledged = group.flatMap(({ ask, outcome }) =>
      'acknowledged' in outcome ? [{ ask, result: outcome.acknowledged }] : [],
    );
    if (acknowledged.length === 0) expect(events).toEqual([]);
    for (const { ask, result } of acknowledged) {
      expect(result).toEqual(acknowledged[0]!.result);
      const last = events.at(-1)!;
      const type = closingOf(ask, last);
      expect(last.type).toBe(type);
      const answered = type === 'CampaignClosingBegun' ? narrowed(log, last) : last;
      expect(BigInt(result.revision)).toBe(answered.revision);
      expect(BigInt(result.position)).toBe(
        'provinces' in ask ? lastEnrolled(log, ask.provinces) : answered.position,
      );
      expect(events.filter((event) => event.type === type)).toHaveLength(1);
      const first = last.position - BigInt(events.length) + 1n;
      expect(events.map(({ position }) => position)).toEqual(events.map((_, at) => first + BigInt(at)));
      checkContent(log, ask, last);
    }
  }
  expect([...byCommand.keys()]).toEqual([]);
};

const checkContent = (log: readonly RecordedEvent[], ask: Sent['ask'], last: RecordedEvent): void => {
  if (ask.kind === 'add-row') expect(last.data).toMatchObject({ aspectId: ask.aspect, title: ask.title });
  if (ask.kind === 'rename-row') expect(last.data).toMatchObject({ rowId: ask.row, title: ask.title });
  if (ask.kind === 'review') {
    const { lao, certifiedRevision } = ask;
    expect(last.data).toEqual({ laoCode: lao, certifiedRevision });
  }
  if (ask.kind === 'return') expect(last.data).toMatchObject({ laoCode: ask.lao, reason: ask.reason });
  if (ask.kind === 'revoke') expect(last.data).toMatchObject({ reason: ask.reason });
  if (ask.kind !== 'save') return;
  const { answers } = judge(log.filter(({ position }) => position <= last.position)).surveys.get(ask.lao)!;
  for (const [row, asked] of Object.entries(ask.answers)) {
    expect(answers.get(row) ?? null).toEqual(asked);
  }
};

/** Invariant 5: nothing but fences lies between a save and the revision it was made on. A later one is refused with all changes in between. */
const checkConflicts = (log: readonly RecordedEvent[], sent: readonly Sent[]): void => {
  for (const { ask, outcome, commandId, stream } of sent) {
    if (ask.kind !== 'save' || typeof ask.expected !== 'bigint') continue;
    const { expected } = ask;
    if ('acknowledged' in outcome) {
      const own = log.find(({ metadata }) => metadata['commandId'] === commandId);
      expect(own!.revision).toBeGreaterThan(expected);
      const before = log.filter((event) => event.stream === stream && event.revision > expected);
      expect(
        before.filter((event) => event.revision < own!.revision && event.type !== 'SurveyFenced'),
      ).toEqual([]);
    } else if (outcome.refused.code === 'revision-conflict') {
      const { expectedRevision, currentRevision, changes } = outcome.refused.details;
      expect(expectedRevision).toBe(expected.toString());
      const between = log.filter(
        (event) =>
          event.stream === stream &&
          event.type !== 'SurveyFenced' &&
          event.revision > expected &&
          event.revision <= BigInt(currentRevision as string),
      );
      expect(between.length).toBeGreaterThan(0);
      expect(changes).toEqual(between.map(asChange));
    }
  }
};

const asChange = ({ revision, metadata, type, data }: RecordedEvent): JsonObject => ({
  revision: revision.toString(),
  at: metadata['time']!,
  by: metadata['actor']!,
  type,
  ...data,
});

const folder = mkdtempSync(join(tmpdir(), 'invariants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the invariants, under any interleaving, crash or retry', () => {
  it(
    'hold when the steps of every command may fall between those of any other',
    async () => {
      await fc.assert(
        fc.asyncProperty(plan, fc.scheduler(), (plan, scheduler) =>
          play(new MemoryEventStore(), plan, scheduler),
        ),
        propertyRuns(100),
      );
    },
    PROPERTY_TIME,
  );

  it(
    'hold while the window of the round becomes shorter, ends and opens again',
    async () => {
      await fc.assert(
        fc.asyncProperty(planOfAClosing, fc.scheduler(), (plan, scheduler) =>
          play(new MemoryEventStore(), plan, scheduler),
        ),
        propertyRuns(100),
      );
    },
    PROPERTY_TIME,
  );

  it('a key used for two contents at the same moment is acknowledged for the recorded one', async () => {
    const store = new MemoryEventStore();
    const api = new ApiProcess(store, new TickingClock());
    const context = { actor: { sub: 'clerk', role: 'lao' as const }, correlationId: 'request' };
    await api.run({ kind: 'open', provinces: ['11', '12'] }, context);
    const save = (yearlyUsers: number, idempotencyKey: string) =>
      api.run(
        {
          kind: 'save',
          lao: '06110101',
          aspect: 'aspect-1',
          answers: { 'row-1': { hasEService: true, yearlyUsers } },
          expected: '*',
        },
        { ...context, idempotencyKey },
      );
    const fates = await Promise.allSettled([save(1, 'same'), save(2, 'same')]);
    await save(3, 'next');
    expect(fates.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(fates[1]).toMatchObject({ reason: { code: 'idempotency-key-reused' } });
    expect(chainBreaches(store.log)).toEqual([]);
  });

  it(
    'hold on the embedded log',
    async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(plan, fc.scheduler(), async (plan, scheduler) => {
          runs += 1;
          const store = await SqliteEventStore.open({ file: join(folder, `${runs}`, 'events.sqlite') });
          try {
            await play(store, plan, scheduler);
          } finally {
            await store.close();
          }
        }),
        propertyRuns(5),
      );
    },
    PROPERTY_TIME,
  );
});
