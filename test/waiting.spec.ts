import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keepFollowing, retryPauses } from '../projections/engine/follow-log.js';
import { ReadModelProgress } from '../projections/engine/read-model-progress.js';
import { ReadYourWrites } from '../src/projecting/read-your-writes.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { Backoff, pause } from '../src/basics/backoff.js';
import { SerialQueue } from '../src/basics/serial-queue.js';
import { within } from '../src/basics/time-limit.js';

describe('the pauses between attempts', () => {
  it('double up to the longest, and start again after a success', async () => {
    const backoff = new Backoff({ first: 1, longest: 5 });
    const seen: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      seen.push(backoff.next);
      await backoff.pause();
    }
    expect(seen).toEqual([1, 2, 4, 5, 5]);
    backoff.reset();
    expect(backoff.next).toBe(1);
  });

  it('end at once when the signal aborts', async () => {
    const stopping = new AbortController();
    const paused = pause(60_000, stopping.signal);
    stopping.abort();
    await paused;
    await pause(60_000, stopping.signal);
  });
});

describe('following a store that is away', () => {
  it('looks for it again within a second, and says the same fault only now and then', async () => {
    expect(retryPauses.longest).toBeLessThanOrEqual(1_000);
    const said: unknown[] = [];
    const stopping = new AbortController();
    let attempts = 0;
    const follow = async (): Promise<void> => {
      attempts += 1;
      if (attempts === 4) return;
      if (attempts === 6) stopping.abort();
      throw new Error('away');
    };
    const log = (level: string, message: string) => void said.push([level, message]);
    const consumer = { position: () => undefined, log };
    await keepFollowing(consumer, stopping.signal, follow, { first: 1, longest: 1 });
    expect(attempts).toBe(6);
    expect(said).toEqual([
      ['error', 'subscription failed'],
      ['warn', 'subscription ended'],
      ['error', 'subscription failed'],
    ]);
  });
});

describe('a query that waits for a position', () => {
  class Behind extends ReadModelProgress {
    override waitFor = async () => false;
    override status = async () => [];
  }
  const log = new MemoryEventStore();
  const reading = new ReadYourWrites(new Behind(), log);
  const event = { id: randomUUID(), type: 'AspectSaved', data: {}, metadata: {} };

  it('is answered that it does not exist, where the log ends before it', async () => {
    await expect(reading.upTo('54999')).rejects.toMatchObject({ code: 'unknown-position', status: 404 });
  });

  it('is answered that the read models are behind, where the log has it', async () => {
    const { position } = await log.append('survey-1.1', [event], 'no-stream');
    await expect(reading.upTo(position.toString())).rejects.toMatchObject({ code: 'read-model-behind' });
  });
});

describe('a serial queue', () => {
  const failure = new Error('failed');
  const fail = () => Promise.reject(failure);

  it('runs one piece of work at a time, in the order of the calls', async () => {
    const queue = new SerialQueue();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await pause(1);
      steps.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all(['a', 'b'].map((name) => queue.run(work(name))))).toEqual(['a', 'b']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('goes on after a failure, which only its own caller gets', async () => {
    const queue = new SerialQueue();
    const failed = queue.run(fail);
    const next = queue.run(async () => 'done');
    await expect(failed).rejects.toBe(failure);
    expect(await next).toBe('done');
    expect(queue.idle).toBe(true);
  });

  it('may stop at the first failure: nothing runs after it', async () => {
    const queue = new SerialQueue('stop');
    let ran = false;
    const failed = queue.run(fail);
    const next = queue.run(async () => (ran = true));
    await expect(failed).rejects.toBe(failure);
    await expect(next).rejects.toBe(failure);
    expect(ran).toBe(false);
  });
});

describe('a time limit', () => {
  const late = () => 'late';

  it('passes on the result of work in time', async () => {
    expect(await within(60_000, Promise.resolve('done'), late)).toBe('done');
    await expect(within(60_000, Promise.reject(new Error('failed')), late)).rejects.toThrow('failed');
  });

  it('answers in place of work that takes longer', async () => {
    const never = new Promise<string>(() => undefined);
    expect(await within(1, never, late)).toBe('late');
    const fail = (): string => {
      throw new Error('too late');
    };
    await expect(within(1, never, fail)).rejects.toThrow('too late');
  });
});
