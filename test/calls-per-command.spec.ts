import { beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../src/basics/clock.js';
import type { SeenRevision } from '../src/commands/seen-revision.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { provinceOf } from '../src/events/streams.js';
import { ApiProcess, CountingStore, DyingStore, InterruptedStore, type Ask } from './support/office.js';

class SurveyTime extends Clock {
  override now(): Date {
    return new Date('2022-11-07T03:00:00.000Z');
  }
}

const LAO = '06120101';
const campaign = 'campaign-2565';
const survey = `survey-2565.${LAO}`;
const province = 'province-2565.12';
const actor = { sub: 'somebody', role: 'admin', scope: null } as const;
let keys = 0;

describe('A command on EventStoreDB, where each call takes its time', () => {
  let log: MemoryEventStore;
  let store: CountingStore;
  let here: ApiProcess;
  let elsewhere: ApiProcess;
  const by = (api: ApiProcess, ask: Ask, idempotencyKey = `key-${(keys += 1)}`) =>
    api.run(ask, { actor, correlationId: 'test', idempotencyKey });
  const save = (users: number, aspect = 'aspect-1', expected: SeenRevision = '*', lao = LAO): Ask => {
    const rows = aspect === 'aspect-1' ? ['row-1', 'row-2'] : aspect === 'aspect-2' ? ['row-3'] : [];
    const answer = { hasEService: true, steps: ['apply'], channels: ['website'], yearlyUsers: users };
    const answers = Object.fromEntries(rows.map((row) => [row, answer]));
    return { kind: 'save', lao, aspect, answers, expected };
  };
  const complete = async (api: ApiProcess): Promise<void> => {
    for (const aspect of ['aspect-1', 'aspect-2', 'aspect-3']) await by(api, save(1, aspect));
  };

  beforeEach(async () => {
    log = new MemoryEventStore();
    store = new CountingStore(log);
    here = new ApiProcess(store, new SurveyTime());
    elsewhere = new ApiProcess(log, new SurveyTime());
    await by(here, { kind: 'open', provinces: [provinceOf(LAO)] });
    await by(here, save(1));
    store.taken();
  });

  it('is one append: what may forbid it puts a fence into its own stream first', async () => {
    await by(here, save(2));
    expect(store.taken()).toEqual([`append ${survey}`]);
  });

  it('is no more when the survey was certified and returned', async () => {
    await complete(here);
    await by(here, { kind: 'certify', lao: LAO });
    await by(here, { kind: 'return', lao: LAO, reason: 'ตรวจสอบอีกครั้ง' });
    store.taken();
    await by(here, save(3));
    expect(store.taken()).toEqual([`append ${survey}`]);
  });

  it('reads what is newer after a conflict, and is carried out once', async () => {
    await by(elsewhere, save(2));
    await by(here, save(3));
    expect(store.taken()).toEqual([
      `append ${survey}`,
      `read ${survey} from 3`,
      `read ${province} from 1`,
      `read ${campaign} from 1`,
      `append ${survey}`,
    ]);
  });

  it('is refused only on what was read: a return that this process does not know of lets it pass', async () => {
    await complete(here);
    await by(here, { kind: 'certify', lao: LAO });
    await expect(by(here, save(2))).rejects.toMatchObject({ code: 'survey-locked' });
    await by(elsewhere, { kind: 'return', lao: LAO, reason: 'ตรวจสอบอีกครั้ง' });
    store.taken();
    await by(here, save(2));
    expect(store.taken()).toContainEqual(expect.stringMatching(`^read ${province}`));
  });

  it('says what another process answered when it is sent again here', async () => {
    const first = await by(elsewhere, save(5), 'once');
    expect(await by(here, save(5), 'once')).toEqual(first);
    await complete(here);
    const certified = await by(elsewhere, { kind: 'certify', lao: LAO }, 'certify');
    expect(await by(here, { kind: 'certify', lao: LAO }, 'certify')).toEqual(certified);
  });

  it('is refused by a round that another process has closed', async () => {
    await by(elsewhere, { kind: 'close' });
    await expect(by(here, save(2))).rejects.toMatchObject({ code: 'campaign-closed' });
  });

  it('reads what the fence names, once, and then is one append again after the round was closed and extended', async () => {
    await by(elsewhere, { kind: 'close' });
    await by(elsewhere, { kind: 'extend' });
    await by(here, save(2));
    store.taken();
    await by(here, save(3));
    expect(store.taken()).toEqual([`append ${survey}`]);
  });

  it('conflicts with no fence: the form that was open before an extension is saved at its revision', async () => {
    const { revision } = await by(here, save(2));
    await by(elsewhere, { kind: 'close' });
    await expect(by(here, save(3, 'aspect-1', BigInt(revision)))).rejects.toMatchObject({
      code: 'campaign-closed',
    });
    await by(elsewhere, { kind: 'extend' });
    await by(here, save(3, 'aspect-1', BigInt(revision)));
    await expect(by(here, save(4, 'aspect-1', BigInt(revision)))).rejects.toMatchObject({
      code: 'revision-conflict',
    });
  });

  it('is refused where another process has withdrawn the LAO', async () => {
    const first = '06110101';
    await by(here, { kind: 'widen', provinces: ['11'] });
    await by(here, save(1, 'aspect-1', '*', first));
    await by(elsewhere, { kind: 'roster', edition: 'one becomes another' });
    await expect(by(here, save(2, 'aspect-1', '*', first))).rejects.toMatchObject({ code: 'lao-withdrawn' });
  });
});

describe('A window that is made shorter', () => {
  it('ends before no return that was being decided', async () => {
    const log = new MemoryEventStore();
    const context = { actor, correlationId: 'test' };
    const elsewhere = new ApiProcess(log, new SurveyTime());
    await elsewhere.run({ kind: 'open', provinces: ['11', '12'] }, context);
    for (const aspect of ['aspect-1', 'aspect-2', 'aspect-3']) {
      const rows = { 'aspect-1': ['row-1', 'row-2'], 'aspect-2': ['row-3'] }[aspect] ?? [];
      const answers = Object.fromEntries(rows.map((row) => [row, { hasEService: false, isNeeded: true }]));
      await elsewhere.run({ kind: 'save', lao: LAO, aspect, answers, expected: '*' }, context);
    }
    await elsewhere.run({ kind: 'certify', lao: LAO }, context);
    const close = () => elsewhere.run({ kind: 'close' }, context);
    const here = new ApiProcess(new InterruptedStore(log, province, close), new SurveyTime());
    await expect(here.run({ kind: 'return', lao: LAO, reason: 'ตรวจสอบ' }, context)).rejects.toMatchObject({
      code: 'campaign-closed',
    });
    expect(log.log.at(-1)!.type).toBe('CampaignClosed');
  });

  it('is finished by the next start when the process stopped between two fences', async () => {
    const log = new MemoryEventStore();
    const here = new ApiProcess(log, new SurveyTime());
    const context = { actor, correlationId: 'test' };
    await here.run({ kind: 'open', provinces: ['11', '12'] }, context);
    const dying = new DyingStore(log, 2);
    const dead = new ApiProcess(dying, new SurveyTime());
    await expect(dead.run({ kind: 'close' }, { ...context, idempotencyKey: 'close' })).rejects.toThrow(
      'stopped',
    );
    expect(log.log.filter(({ stream }) => stream === campaign).at(-1)!.type).toBe('CampaignClosingBegun');
    const save: Ask = { kind: 'save', lao: LAO, aspect: 'aspect-3', answers: {}, expected: '*' };
    await expect(here.run(save, context).then(() => here.run(save, context))).rejects.toMatchObject({
      code: 'campaign-closing',
    });
    await new ApiProcess(log, new SurveyTime()).completeNarrowings();
    const fences = log.log.filter(({ type }) => type.endsWith('Fenced')).map(({ stream }) => stream);
    expect(fences.sort()).toEqual([...new Set(fences)]);
    expect(fences).toHaveLength(2 + 4);
    expect(log.log.at(-1)!.type).toBe('CampaignClosed');
    expect(log.log.at(-1)!.metadata['actor']).toEqual(actor);
  });
});
