import { createHash } from 'node:crypto';
import type { RecordedEvent } from './event-store.js';
import { CHAIN_START, eventHash } from './hash-chain.js';

/** An event does not follow from those before it: it was altered, or one is missing, doubled or out of its place. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
}

/** Follows a log from its beginning, event by event, and recomputes every hash. */
export class ChainCheck {
  private readonly ends = new Map<string, { readonly revision: bigint; readonly hash: string }>();
  private readonly order = createHash('sha256');
  /** Events taken so far. */
  events = 0;
  /** Position of the last one; undefined before the first. */
  position: bigint | undefined;

  /** `log` names it in a complaint. */
  constructor(private readonly log: string) {}

  /** @returns the event's hash. @throws BrokenChain */
  take(event: RecordedEvent): string {
    const { stream, revision, metadata, position } = event;
    const end = this.ends.get(stream) ?? { revision: -1n, hash: CHAIN_START };
    if (revision !== end.revision + 1n) {
      throw new BrokenChain(
        `${this.log} is broken: ${stream}@${revision} stands where ${stream}@${end.revision + 1n} should be.`,
      );
    }
    const hash = eventHash(end.hash, event);
    if (metadata['hash'] !== hash) {
      throw new BrokenChain(`${this.log} is broken: ${stream}@${revision} is not what its hash was made of.`);
    }
    this.ends.set(stream, { revision, hash });
    this.order.update(hash, 'hex');
    this.events += 1;
    this.position = position;
    return hash;
  }

  /** SHA-256 (hex) over the hashes of all events in the log's order: equal for two logs that tell the same in the same order. */
  digest(): string {
    return this.order.copy().digest('hex');
  }
}
