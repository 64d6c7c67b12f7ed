import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Overlap } from '../projections/engine/overlap.js';

/** Begins pieces of work until the overlap waits, and gives their number. */
const begunAhead = async (overlap: Overlap): Promise<number> => {
  let begun = 0;
  const beginAll = async (): Promise<never> => {
    for (;;) {
      await overlap.begin(() => {
        begun += 1;
        return new Promise(() => undefined);
      });
    }
  };
  void beginAll();
  await setImmediate();
  return begun;
};

describe('batches that overlap', () => {
  it('are written one after the other by a store that does not take them ahead', async () => {
    expect(await begunAhead(new Overlap({ takesBatchesAhead: false }))).toBe(1);
  });

  it('are at most four at once otherwise', async () => {
    expect(await begunAhead(new Overlap({ takesBatchesAhead: true }))).toBe(4);
  });

  it('end with the first failure, also when it is not the oldest', async () => {
    const overlap = new Overlap({ takesBatchesAhead: true });
    const first = Promise.withResolvers<void>();
    await overlap.begin(() => first.promise);
    await overlap.begin(() => Promise.reject(new Error('disk full')));
    await setImmediate();
    await expect(overlap.begin(() => Promise.resolve())).rejects.toThrow('disk full');
    first.resolve();
    await expect(overlap.finish()).rejects.toThrow('disk full');
  });
});
