import { createHash } from 'node:crypto';
import { ChainWalk } from './chain-walk.js';
import type { RecordedEvent } from '../events/recorded-event.js';

/** An event does not follow the events before it: it was altered, or one is missing, doubled or out of order. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
}

/** Checks a log while it is copied: it recomputes every hash and one digest over all of them. */
export class ChainCheck {
  private readonly chains = new ChainWalk();
  private readonly order = createHash('sha256');
  /** Number of events so far. */
  events = 0;
  /** Position of the last event; undefined before the first. */
  position: bigint | undefined;

  /** `log` names the log in error messages. */
  constructor(private readonly log: string) {}

  /** @returns the event's hash. @throws BrokenChain */
  take(event: RecordedEvent): string {
    const { stream, revision, metadata, position } = event;
    const expected = this.chains.endOf(stream).revision + 1n;
    if (!this.chains.take(event)) {
      const fault =
        revision === expected
          ? 'is not what its hash was made of'
          : `is where ${stream}@${expected} should be`;
      throw new BrokenChain(`${this.log} is broken: ${stream}@${revision} ${fault}.`);
    }
    const hash = metadata['hash'] as string;
    this.order.update(hash, 'hex');
    this.events += 1;
    this.position = position;
    return hash;
  }

  /**
   * SHA-256 (hex) over the hashes of all events in log order. Two logs with the same events in the same order have the
   * same digest.
   */
  digest(): string {
    return this.order.copy().digest('hex');
  }
}
