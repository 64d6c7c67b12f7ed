import { pause } from '../../../src/basics/backoff.js';
import type { LeaseRecord, Leases } from './leases.js';

/** Milliseconds. */
export interface LeaseTimes {
  /** Between two renewals, and between two reads of a waiting process. */
  readonly renewal: number;
  /** How long a record must stay unchanged before another process takes over. */
  readonly patience: number;
}

/** Five missed renewals mean that the process is gone. A killed process is replaced within about six seconds. */
export const leaseTimes: LeaseTimes = { renewal: 1_000, patience: 5_000 };

/**
 * The time in which this process believes that it holds the lease. Its writes carry the fence and are refused once the
 * belief is wrong.
 */
export interface Term {
  readonly fence: number;
  /** Aborts when another process has taken over. */
  readonly lost: AbortSignal;
  /** Gives the lease back. A waiting process takes over at its next read. */
  end(): Promise<void>;
}

/**
 * One process in the competition for one lease. It relies neither on another machine's clock nor on the time of day: a
 * record counts as abandoned when it stays unchanged long enough on this process's own monotonic clock.
 */
export class Lease {
  private seen: LeaseRecord | undefined;
  private seenSince = 0;

  constructor(
    private readonly leases: Leases,
    readonly name: string,
    /** Unique among all processes that ever ran. */
    private readonly holder: string,
    private readonly times: LeaseTimes = leaseTimes,
  ) {}

  /** Waits for the lease. Undefined when the signal aborts first. @throws ReadStoreUnavailable */
  async win(signal: AbortSignal): Promise<Term | undefined> {
    while (!signal.aborted) {
      const record = await this.leases.read(this.name);
      if (this.isFree(record, performance.now())) {
        const taken = { holder: this.holder, term: (record?.term ?? 0) + 1, renewals: 0 };
        if (await this.leases.replace(this.name, record, taken)) return this.begin(taken);
      } else await pause(this.times.renewal, signal);
    }
    return undefined;
  }

  private isFree(record: LeaseRecord | undefined, now: number): boolean {
    if (record === undefined || record.holder === null || record.holder === this.holder) return true;
    if (record.term !== this.seen?.term || record.renewals !== this.seen.renewals) {
      this.seen = record;
      this.seenSince = now;
    }
    return now - this.seenSince >= this.times.patience;
  }

  private begin(taken: LeaseRecord): Term {
    const lost = new AbortController();
    const ended = new AbortController();
    let record = taken;
    const renewing = this.keepRenewing(AbortSignal.any([lost.signal, ended.signal]), async () => {
      const renewed = { ...record, renewals: record.renewals + 1 };
      if (await this.leases.replace(this.name, record, renewed)) record = renewed;
      else lost.abort();
    });
    return {
      fence: taken.term,
      lost: lost.signal,
      end: async () => {
        ended.abort();
        await renewing;
        // If this fails, another process still takes over, only later.
        await this.leases.replace(this.name, record, { ...record, holder: null }).catch(() => undefined);
      },
    };
  }

  private async keepRenewing(signal: AbortSignal, renew: () => Promise<void>): Promise<void> {
    for (;;) {
      await pause(this.times.renewal, signal);
      if (signal.aborted) return;
      // A store that cannot be reached accepts no writes either. Once it is back, the next renewal shows whether this
      // process still holds the lease.
      await renew().catch(() => undefined);
    }
  }
}
