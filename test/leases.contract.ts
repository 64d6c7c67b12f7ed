import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Lease, type Term } from '../projections/engine/lease/lease.js';
import type { Leases, LeaseRecord } from '../projections/engine/lease/leases.js';

const forever = new AbortController().signal;
/** The real times, a hundred times faster. */
const times = { renewal: 20, patience: 200 };

/** The contract of every leases adapter, and the rules of the competition over it. */
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

    it('a record is replaced only if it has not changed', async () => {
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

    it('one of many processes that replace the same record succeeds', async () => {
      for (const seen of [undefined, record('0', 1)]) {
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, at) =>
            leases.replace(lease, seen, record(`${seen ? at : 0}`, seen ? 2 : 1)),
          ),
        );
        expect(outcomes.filter((won) => won)).toHaveLength(1);
      }
    });

    it('a waiting process gets the lease when it is given back, with a later fence', async () => {
      const first = await win('a');
      const waiting = win('b');
      await first.end();
      const second = await waiting;
      expect(second.fence).toBeGreaterThan(first.fence);
      await second.end();
    });

    it('a process that renews keeps the lease from waiting ones', async () => {
      const first = await win('a');
      const giveUp = new AbortController();
      const waiting = contender('b').win(giveUp.signal);
      while ((await leases.read(lease))!.renewals < 20) await setImmediate();
      giveUp.abort();
      expect(await waiting).toBeUndefined();
      expect(first.lost.aborted).toBe(false);
      await first.end();
    });

    it('a process that stops renewing is replaced, and notices it when it wakes', async () => {
      await leases.replace(lease, undefined, record('killed', 3, 14));
      const [one, other] = [contender('a'), contender('b')];
      const giveUp = new AbortController();
      const term = await Promise.race([one.win(giveUp.signal), other.win(giveUp.signal)]);
      expect(term!.fence).toBe(4);
      giveUp.abort();
      expect(await leases.replace(lease, record('killed', 3, 14), record('killed', 3, 15))).toBe(false);
      await term!.end();
    });

    it('a term ends when another process takes over', async () => {
      const first = await win('a');
      let seen = (await leases.read(lease))!;
      while (!(await leases.replace(lease, seen, record('b', seen.term + 1))))
        seen = (await leases.read(lease))!;
      await new Promise((resolve) => first.lost.addEventListener('abort', resolve));
      await first.end();
      expect(await leases.read(lease)).toEqual(record('b', seen.term + 1));
    });

    it('a process takes its own lease again with a later fence', async () => {
      await leases.replace(lease, undefined, record('a', 5, 2));
      const term = await win('a');
      expect(term.fence).toBe(6);
      await term.end();
    });
  });
