import { pause } from '../../../src/basics/backoff.js';
import type { LeaseRecord, Leases } from './leases.js';

/** Milliseconds. */
export interface LeaseTimes {
  /** Between two renewals, and between two looks of somebody who waits. */
  readonly renewal: number;
  /** How long a record must stand unrenewed before somebody else takes over. */
  readonly patience: number;
}

/** Five missed renewals are no hiccup; whoever is killed is replaced within some six seconds. */
export const leaseTimes: LeaseTimes = { renewal: 1_000, patience: 5_000 };

/** A time during which this process holds the lease, as far as it knows: what it writes carries the fence, and is refused once it is wrong. */
export interface Term {
  readonly fence: number;
  /** Aborts when somebody else has taken over. */
  readonly lost: AbortSignal;
  /** Gives the lease back: whoever waits takes over at its next look. */
  end(): Promise<void>;
}

/**
 * One process's part in the competition for one lease. No clock of another machine is trusted, nor the time of day of this one: a record
 * counts as abandoned once this process's own monotonic clock has seen it unchanged for long enough.
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
        // Not given back, it is taken over all the same, only later.
        await this.leases.replace(this.name, record, { ...record, holder: null }).catch(() => undefined);
      },
    };
  }

  private async keepRenewing(signal: AbortSignal, renew: () => Promise<void>): Promise<void> {
    for (;;) {
      await pause(this.times.renewal, signal);
      if (signal.aborted) return;
      // A store that cannot be reached takes no writes either: whether the lease is still ours shows once it is back.
      await renew().catch(() => undefined);
    }
  }
}
