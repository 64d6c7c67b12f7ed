import { describe, expect, it } from '@jest/globals';
import { clockGuard } from '../src/event-store/clock-guard.js';
import { GuardedEventStore, WritingStopped } from '../src/event-store/guarded-event-store.js';
import type { NewEvent } from '../src/events/recorded-event.js';
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
    const reported: string[] = [];
    const report = ({ message }: WritingStopped): void => void reported.push(message);
    const guard = clockGuard(report, { wall: () => now.wall, steady: () => now.steady });
    return { pass, reported, guard };
  };

  it('stops writing and is reported once, and reading goes on', async () => {
    const { pass, guard, reported } = clocks();
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
    expect(log.stop).toMatchObject({ reason: 'clock' });
    expect(reported).toEqual([log.stop!.message]);
  });

  it('writes on when the clock is set back again, and after a small correction', () => {
    const { pass, guard } = clocks();
    pass(1, 5);
    expect(guard()).toBeUndefined();
    pass(1, 60);
    expect(guard()).toBeInstanceOf(WritingStopped);
    pass(1, -60);
    expect(guard()).toBeUndefined();
  });
});
