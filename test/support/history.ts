import fc from 'fast-check';
import type { CommandResult } from '../../src/commands/command-context.js';
import { commandId } from '../../src/event-store/command-id.js';
import { EventStoreUnavailable, type EventStore } from '../../src/event-store/event-store.js';
import { campaignStream, provinceOf, provinceStream, surveyStream } from '../../src/events/streams.js';
import type { JsonObject } from '../../src/basics/json.js';
import type { ObjectionNote } from '../../src/events/survey-events.js';
import { Problem } from '../../src/problems/problem.js';
import { aspectOf, rowsOf } from '../../src/questionnaire/questionnaire.js';
import type { ApiProcesses, Ask, Fault } from './office.js';
import { editions, FISCAL_YEAR, nation, questionnaire, TickingClock, type Edition } from './small-nation.js';

const lao = fc.constantFrom('05110104', '06110101', '06110101', '06110102', '06110103', '06120101');
const province = fc.constantFrom('11', '11', '12');
const aspect = fc.constantFrom('aspect-1', 'aspect-1', 'aspect-2', 'aspect-3');

const complete: readonly JsonObject[] = [
  { hasEService: false, isNeeded: true },
  { hasEService: false, isNeeded: false },
  { hasEService: true, steps: ['apply', 'pay'], channels: ['website'], yearlyUsers: 12 },
];
const answer = fc.constantFrom<JsonObject | null>(
  ...complete,
  { hasEService: true, steps: ['pay'] },
  { hasEService: false },
  null,
);

/** One act of a person. The person's view of the survey is filled in later. */
export type Act =
  | {
      readonly kind: 'save';
      readonly lao: string;
      readonly aspect: string;
      readonly answers: readonly (JsonObject | null)[];
      readonly from: 'seen' | 'seen-before' | 'unasked';
    }
  | { readonly kind: 'fill'; readonly lao: string }
  | { readonly kind: 'certify' | 'return'; readonly lao: string }
  | { readonly kind: 'review'; readonly lao: string; readonly revision: number }
  | { readonly kind: 'add-row' | 'rename-row' | 'remove-row'; readonly lao: string; readonly aspect: string }
  | { readonly kind: 'certify-province' | 'revoke'; readonly province: string }
  | { readonly kind: 'widen'; readonly provinces: readonly string[] }
  | { readonly kind: 'roster'; readonly edition: Edition }
  | { readonly kind: 'extend' | 'close' }
  /** A time of the ticking clock, in its seconds. */
  | { readonly kind: 'shorten'; readonly second: number };

/** Certifications, returns and saves may collide; the other acts add variety. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      lao,
      aspect,
      answers: fc.array(answer, { minLength: 1, maxLength: 2 }),
      from: fc.constantFrom('seen' as const, 'seen' as const, 'seen-before' as const, 'unasked' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fill' as const), lao }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('certify' as const, 'return' as const), lao }) },
  {
    weight: 3,
    // The revisions that a first certification usually has.
    arbitrary: fc.record({
      kind: fc.constant('review' as const),
      lao,
      revision: fc.integer({ min: 3, max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('add-row' as const, 'rename-row' as const, 'remove-row' as const),
      lao,
      aspect,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('certify-province' as const), province }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('revoke' as const), province }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('roster' as const),
      edition: fc.constantFrom(...(Object.keys(editions) as Edition[])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('widen' as const),
      provinces: fc.constantFrom(['12'], ['11', '12']),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('extend' as const, 'close' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('shorten' as const),
      second: fc.integer({ min: 20, max: 200 }),
    }),
  },
);

/** Whom a window that becomes shorter may surprise: saves and returns of few offices, and the roster. */
const closingAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      lao: fc.constantFrom('06110101', '05110104'),
      aspect: fc.constant('aspect-1'),
      answers: fc.array(answer, { minLength: 1, maxLength: 1 }),
      from: fc.constantFrom('seen' as const, 'unasked' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('certify' as const, 'return' as const, 'return' as const),
      lao: fc.constantFrom('06110101', '06120101'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('extend' as const, 'close' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('shorten' as const),
      second: fc.integer({ min: 15, max: 120 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('roster' as const),
      edition: fc.constant('one becomes another' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('widen' as const), provinces: fc.constant(['12']) }),
  },
);

/** How an act is sent: to which process first, and whether its key is used a second time at the same moment, and with what. */
const sent = (act: fc.Arbitrary<Act>) =>
  fc.record({
    act,
    process: fc.nat(1),
    twin: fc.constantFrom('none', 'none', 'none', 'same', 'other' as const),
  });
export const sending = sent(act);
export const sendingWhileClosing = sent(closingAct);
export type Sending = typeof sending extends fc.Arbitrary<infer T> ? T : never;

export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('none' as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Fault>('lost', 'lost', 'unreachable', 'crash-before', 'crash-after'),
  },
);

/** The state of each LAO when the collisions begin. */
export const prelude = fc.array(fc.constantFrom('blank', 'filled', 'certified', 'certified' as const), {
  minLength: 4,
  maxLength: 4,
});

/** One command with its final outcome. */
export interface Sent {
  readonly ask: Ask;
  readonly commandId: string;
  readonly stream: string;
  readonly outcome: { readonly acknowledged: CommandResult } | { readonly refused: Problem };
}

const streamOf = (ask: Ask): string => {
  switch (ask.kind) {
    case 'save':
    case 'add-row':
    case 'rename-row':
    case 'remove-row':
    case 'certify':
      return surveyStream(FISCAL_YEAR, ask.lao);
    case 'review':
    case 'return':
      return provinceStream(FISCAL_YEAR, provinceOf(ask.lao));
    case 'certify-province':
    case 'revoke':
      return provinceStream(FISCAL_YEAR, ask.province);
    case 'roster':
      return provinceStream(FISCAL_YEAR, '11');
    case 'open':
    case 'widen':
    case 'extend':
    case 'shorten':
    case 'close':
      return campaignStream(FISCAL_YEAR);
    default:
      return ask satisfies never;
  }
};

/**
 * Several people at work. Each sends a command until its outcome is known, always with the same key, to any process
 * that answers.
 */
export class People {
  readonly sent: Sent[] = [];
  private readonly seen = new Map<string, bigint>();
  private keys = 0;
  private requests = 0;

  constructor(
    private readonly log: EventStore,
    private readonly processes: ApiProcesses,
  ) {}

  /** A pilot asks the first province alone, until somebody widens it. */
  async begin(prelude: readonly string[], pilot = false): Promise<void> {
    const provinces = nation.provinces.map(({ code }) => code).slice(0, pilot ? 1 : undefined);
    await this.send({ kind: 'open', provinces }, 'admin', 0);
    for (const [index, state] of prelude.entries()) {
      const { code } = nation.laos[index]!;
      if (state !== 'blank') await this.fill(code, 'prelude', 0);
      if (state === 'certified') await this.send({ kind: 'certify', lao: code }, 'prelude', 0);
    }
  }

  async perform(person: string, { act, process, twin }: Sending): Promise<void> {
    if (act.kind === 'fill') {
      await this.fill(act.lao, person, process);
      await this.send({ kind: 'certify', lao: act.lao }, person, process);
      return;
    }
    const ask = await this.asked(act, person);
    const key = this.nextKey();
    const second = twin === 'none' ? undefined : twin === 'same' ? ask : otherContent(ask);
    await Promise.all([
      this.send(ask, person, process, key),
      ...(second ? [this.send(second, person, process + 1, key)] : []),
    ]);
  }

  private async fill(laoCode: string, person: string, process: number): Promise<void> {
    for (const [index, aspect] of questionnaire.aspects.entries()) {
      const rows = rowsOf(aspect).map((row) => row.id);
      const answers = Object.fromEntries(rows.map((row) => [row, complete[index % complete.length]!]));
      const expected = undefined;
      await this.send({ kind: 'save', lao: laoCode, aspect: aspect.id, answers, expected }, person, process);
    }
  }

  /** After a return an LAO that changed nothing says so. */
  private async notesOf(laoCode: string): Promise<readonly ObjectionNote[]> {
    const events = await this.log.readStream(provinceStream(FISCAL_YEAR, provinceOf(laoCode)));
    const isReturned = events.some(
      ({ type, data }) => type === 'LaoReturned' && data['laoCode'] === laoCode && this.keys % 2 === 0,
    );
    return isReturned ? [{ rowId: null, note: 'ยืนยันตามเดิม' }] : [];
  }

  private async asked(act: Exclude<Act, { readonly kind: 'fill' }>, person: string): Promise<Ask> {
    switch (act.kind) {
      case 'save': {
        const rows = rowsOf(aspectOf(questionnaire, act.aspect)!).map((row) => row.id);
        const answers = Object.fromEntries(
          rows.slice(0, act.answers.length).map((row, index) => [row, act.answers[index] ?? null]),
        );
        const expected = await this.look(act, person);
        return { kind: 'save', lao: act.lao, aspect: act.aspect, answers, expected };
      }
      case 'add-row':
        return { ...act, kind: 'add-row', title: `งานที่ ${this.keys}` };
      case 'rename-row':
      case 'remove-row': {
        const events = await this.log.readStream(surveyStream(FISCAL_YEAR, act.lao));
        const added = events.findLast(({ type }) => type === 'RowAdded')?.data as
          { readonly rowId: string; readonly aspectId: string } | undefined;
        const row = {
          lao: act.lao,
          aspect: added?.aspectId ?? act.aspect,
          row: added?.rowId ?? 'row-1',
        };
        return act.kind === 'rename-row'
          ? { kind: 'rename-row', ...row, title: `ชื่อใหม่ที่ ${this.keys}` }
          : { kind: 'remove-row', ...row };
      }
      case 'certify':
        return { kind: 'certify', lao: act.lao, notes: await this.notesOf(act.lao) };
      case 'return':
        return { kind: 'return', lao: act.lao, reason: 'ยอดไม่ตรง' };
      case 'review':
        return { kind: 'review', lao: act.lao, certifiedRevision: String(act.revision) };
      case 'certify-province':
        return { kind: 'certify-province', province: act.province };
      case 'revoke':
        return { kind: 'revoke', province: act.province, reason: 'ตรวจใหม่' };
      case 'widen':
        return { kind: 'widen', provinces: act.provinces };
      case 'roster':
        return { kind: 'roster', edition: act.edition };
      case 'shorten':
        return { kind: 'shorten', closesAt: new Date(TickingClock.at(act.second)).toISOString() };
      case 'extend':
      case 'close':
        return { kind: act.kind };
      default:
        return act satisfies never;
    }
  }

  /** The revision on the person's screen: loaded now, or kept from the last time. */
  private async look(act: Extract<Act, { kind: 'save' }>, person: string): Promise<bigint | undefined> {
    if (act.from === 'unasked') return undefined;
    const screen = `${person} ${act.lao}`;
    const before = this.seen.get(screen);
    if (act.from === 'seen-before' && before !== undefined) return before;
    const events = await this.log.readStream(surveyStream(FISCAL_YEAR, act.lao));
    const now = BigInt(events.length) - 1n;
    this.seen.set(screen, now);
    return now;
  }

  private async send(ask: Ask, person: string, process: number, key = this.nextKey()): Promise<void> {
    const stream = streamOf(ask);
    const context = { actor: { sub: person, role: 'lao' as const }, idempotencyKey: key };
    for (let attempt = process; ; attempt += 1) {
      this.requests += 1;
      try {
        const api = this.processes.one(attempt);
        const result = await api.run(ask, { ...context, correlationId: `request-${this.requests}` });
        return this.settled(ask, stream, commandId(person, stream, key), { acknowledged: result });
      } catch (error) {
        if (error instanceof Problem) {
          return this.settled(ask, stream, commandId(person, stream, key), { refused: error });
        }
        if (!(error instanceof EventStoreUnavailable)) throw error;
      }
    }
  }

  private settled(ask: Ask, stream: string, id: string, outcome: Sent['outcome']): void {
    this.sent.push({ ask, stream, commandId: id, outcome });
  }

  private nextKey(): string {
    this.keys += 1;
    return `key-${this.keys}`;
  }
}

/** The same kind of command with other content, from a client that mixes up its keys. */
const otherContent = (ask: Ask): Ask | undefined => {
  if (ask.kind === 'add-row') return { ...ask, title: `${ask.title} ใหม่` };
  if (ask.kind === 'return' || ask.kind === 'revoke') return { ...ask, reason: `${ask.reason} อีกครั้ง` };
  if (ask.kind !== 'save') return undefined;
  const answers = Object.fromEntries(
    Object.keys(ask.answers).map((row) => [row, { hasEService: true, yearlyUsers: 7 }]),
  );
  return { ...ask, answers };
};
