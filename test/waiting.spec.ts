import { describe, expect, it } from '@jest/globals';
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
