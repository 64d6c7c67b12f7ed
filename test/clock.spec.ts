import { describe, expect, it } from '@jest/globals';
import { clockGuard } from '../src/event-store/clock-guard.js';
import { GuardedEventStore, WritingStopped } from '../src/event-store/guarded-event-store.js';
import type { NewEvent } from '../src/events/recorded-event.js';
import { LogWalk } from '../src/past/log-walk.js';
import { Points } from '../src/past/points.js';
import { Snapshots } from '../src/past/snapshots.js';
import { Clock } from '../src/basics/clock.js';
import { MemoryEventStore } from './support/memory-event-store.js';

const MINUTE = 60_000;
const begin = Date.parse('2022-11-07T03:00:00.000Z');
const at = (minutes: number): string => new Date(begin + minutes * MINUTE).toISOString();

const eventAt = (time: string): NewEvent => ({
  id: time,
  type: 'AspectSaved',
  data: { aspectId: 'aspect-1' },
  metadata: { time },
});

describe('A clock that jumps ahead while the process runs', () => {
  const clocks = () => {
    const now = { wall: begin, steady: 5000 };
    const pass = (minutes: number, jump = 0): void => {
      now.steady += minutes * MINUTE;
      now.wall += (minutes + jump) * MINUTE;
    };
    return { pass, guard: clockGuard({ wall: () => now.wall, steady: () => now.steady }) };
  };

  it('stops writing, and reading goes on', async () => {
    const { pass, guard } = clocks();
    const log = new GuardedEventStore(new MemoryEventStore(), guard);
    await log.append('survey-2565.06110101', [eventAt(at(0))], 'no-stream');
    pass(600);
    await log.append('survey-2565.06110101', [eventAt(at(600))], 0n);
    pass(1, 7 * 60);
    const late = log.append('survey-2565.06110101', [eventAt(at(1021))], 1n);
    await expect(late).rejects.toThrow(WritingStopped);
    await expect(late).rejects.toMatchObject({
      reason: 'clock',
      message: expect.stringContaining('420 minutes'),
    });
    expect(await log.readStream('survey-2565.06110101')).toHaveLength(2);
  });

  it('writes on when the clock is set back again, and after a small correction', () => {
    const { pass, guard } = clocks();
    pass(1, 5);
    expect(guard).not.toThrow();
    pass(1, 60);
    expect(guard).toThrow(WritingStopped);
    pass(1, -60);
    expect(guard).not.toThrow();
  });
});

describe('An event that a clock far ahead has dated', () => {
  class Now extends Clock {
    time = at(0);
    override now(): Date {
      return new Date(this.time);
    }
  }

  const past = () => {
    const log = new MemoryEventStore();
    const clock = new Now();
    const walk = new LogWalk(log, new Snapshots('/nowhere', Infinity));
    const points = new Points(log, clock, walk);
    let revision = -1n;
    const record = async (time: string): Promise<void> => {
      const expected = revision < 0n ? 'no-stream' : revision;
      ({ revision } = await log.append('survey-2565.06110101', [eventAt(time)], expected));
    };
    const asOf = async (time: string): Promise<bigint> =>
      (await points.find({ kind: 'instant', time })).position;
    return { clock, record, asOf };
  };

  it('hides only itself until the next event, and counts from that event on', async () => {
    const { clock, record, asOf } = past();
    await record(at(0));
    await record('2600-01-01T00:00:00.000Z');
    clock.time = at(10);
    expect(await asOf(at(10))).toBe(1n);
    await record(at(20));
    await record(at(21));
    clock.time = at(60);
    expect(await asOf(at(60))).toBe(4n);
    expect(await asOf(at(20))).toBe(3n);
    expect(await asOf(at(19))).toBe(1n);
    expect(await asOf(at(10))).toBe(1n);
  });

  it('is as any other when the clocks differ by less than the tolerance', async () => {
    const { clock, record, asOf } = past();
    await record(at(0));
    await record(at(10));
    await record(at(5));
    clock.time = at(60);
    expect(await asOf(at(7))).toBe(1n);
    expect(await asOf(at(10))).toBe(3n);
  });
});
