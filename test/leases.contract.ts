import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Lease, type Term } from '../projections/engine/lease/lease.js';
import type { Leases, LeaseRecord } from '../projections/engine/lease/leases.js';

const forever = new AbortController().signal;
/** The real ones a hundred times as fast. */
const times = { renewal: 20, patience: 200 };

/** What every adapter of the leases keeps, and what a competition over it comes to. */
export const leasesContract = (
  name: string,
  open: () => Promise<{ leases: Leases; close: () => Promise<void> }>,
): void =>
  describe(`leases: ${name}`, () => {
    let leases: Leases;
    let close: () => Promise<void>;
    let lease: string;
    let lost = 0;

    beforeEach(async () => {
      ({ leases, close } = await open());
      lost += 1;
      lease = `lease-${lost}-${crypto.randomUUID()}`;
    });
    afterEach(() => close());

    const record = (holder: string | null, term: number, renewals = 0): LeaseRecord => ({
      holder,
      term,
      renewals,
    });
    const contender = (holder: string) => new Lease(leases, lease, holder, times);
    const win = async (holder: string): Promise<Term> => (await contender(holder).win(forever))!;

    it('a record is replaced only as it was seen', async () => {
      expect(await leases.read(lease)).toBeUndefined();
      expect(await leases.replace(lease, record('a', 1), record('b', 2))).toBe(false);
      expect(await leases.replace(lease, undefined, record('a', 1))).toBe(true);
      expect(await leases.replace(lease, undefined, record('b', 1))).toBe(false);
      expect(await leases.replace(lease, record('a', 1), record('a', 1, 1))).toBe(true);
      expect(await leases.replace(lease, record('a', 1), record('b', 2))).toBe(false);
      expect(await leases.replace(lease, record('a', 1, 1), record(null, 1, 1))).toBe(true);
      expect(await leases.read(lease)).toEqual(record(null, 1, 1));
      expect(await leases.replace(lease, record(null, 1, 1), record('b', 2))).toBe(true);
      expect(await leases.read(lease)).toEqual(record('b', 2));
    });

    it('of many who replace the same record one succeeds', async () => {
      for (const seen of [undefined, record('0', 1)]) {
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            leases.replace(lease, seen, record(`${seen ? at : 0}`, seen ? 2 : 1)),
          ),
        );
        expect(outcomes.filter((won) => won)).toHaveLength(1);
      }
    });

    it('whoever waits gets it when it is given back, under a later fence', async () => {
      const first = await win('a');
      const waiting = win('b');
      await first.end();
      const second = await waiting;
      expect(second.fence).toBeGreaterThan(first.fence);
      await second.end();
    });

    it('one who renews keeps it from those who wait', async () => {
      const first = await win('a');
      const giveUp = new AbortController();
      const waiting = contender('b').win(giveUp.signal);
      while ((await leases.read(lease))!.renewals < 20) await setImmediate();
      giveUp.abort();
      expect(await waiting).toBeUndefined();
      expect(first.lost.aborted).toBe(false);
      await first.end();
    });

    it('one who renews no more is replaced, and learns of it when it wakes', async () => {
      await leases.replace(lease, undefined, record('killed', 3, 14));
      const [one, other] = [contender('a'), contender('b')];
      const giveUp = new AbortController();
      const term = await Promise.race([one.win(giveUp.signal), other.win(giveUp.signal)]);
      expect(term!.fence).toBe(4);
      giveUp.abort();
      expect(await leases.replace(lease, record('killed', 3, 14), record('killed', 3, 15))).toBe(false);
      await term!.end();
    });

    it('a term that somebody else took over ends by itself', async () => {
      const first = await win('a');
      let seen = (await leases.read(lease))!;
      while (!(await leases.replace(lease, seen, record('b', seen.term + 1))))
        seen = (await leases.read(lease))!;
      await new Promise((resolve) => first.lost.addEventListener('abort', resolve));
      await first.end();
      expect(await leases.read(lease)).toEqual(record('b', seen.term + 1));
    });

    it('a process takes up again what it held itself, under a later fence', async () => {
      await leases.replace(lease, undefined, record('a', 5, 2));
      const term = await win('a');
      expect(term.fence).toBe(6);
      await term.end();
    });
  });
