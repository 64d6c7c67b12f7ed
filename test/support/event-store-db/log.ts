/** An event that a client sends to be stored. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Stored extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Offset in bytes at which its record begins in the log. */
  readonly position: bigint;
  /** Ticks of 100 nanoseconds since 1970. */
  readonly created: bigint;
}

/** The revision of the tombstone, which ends a stream for good. */
export const TOMBSTONE = 9_223_372_036_854_775_807n;

export const JSON_TYPE = 'application/json';
export const BINARY_TYPE = 'application/octet-stream';

/** Bytes of the records before the first visible event. */
const OPENING = 1_283n;
/** Bytes of a record beside its names and contents. */
const FRAME = 95;

const recordSize = ({ type, data, metadata }: Proposed, stream: string): bigint =>
  BigInt(FRAME + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length);

/** All stored events of a node or a cluster, in the order of their positions. */
export class EventLog {
  readonly events: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly listeners = new Set<(events: readonly Stored[]) => void>();
  private end = OPENING;

  /** All events of a stream, also truncated and deleted ones. */
  storedIn(stream: string): readonly Stored[] {
    return this.streams.get(stream) ?? [];
  }

  /** -1 without an event; `TOMBSTONE` when the stream is ended for good. */
  lastRevision(stream: string): bigint {
    return this.storedIn(stream).at(-1)?.revision ?? -1n;
  }

  append(stream: string, proposed: readonly Proposed[]): readonly Stored[] {
    const next = this.lastRevision(stream) + 1n;
    const stored = proposed.map((each, at) => this.record(each, stream, next + BigInt(at)));
    for (const listener of this.listeners) listener(stored);
    return stored;
  }

  endForEver(stream: string): Stored {
    const nothing = Buffer.of();
    const proposed = { type: '$streamDeleted', contentType: BINARY_TYPE, data: nothing, metadata: nothing };
    const stored = this.record({ id: crypto.randomUUID(), ...proposed }, stream, TOMBSTONE);
    for (const listener of this.listeners) listener([stored]);
    return stored;
  }

  /** A record that is no event: an empty append has a position too. */
  appendNothing(): bigint {
    const position = this.end;
    this.end += BigInt(FRAME);
    return position;
  }

  /** Index of the first event at this position or after it. */
  indexFrom(position: bigint): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The server reads from the beginning of a record, and from anywhere after the end. */
  mayBeReadFrom(position: bigint): boolean {
    return (
      position === 0n || position >= this.end || this.events[this.indexFrom(position)]?.position === position
    );
  }

  /** @returns a function that removes the listener. */
  listen(listener: (events: readonly Stored[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private record(proposed: Proposed, stream: string, revision: bigint): Stored {
    const created = BigInt(Date.now()) * 10_000n;
    const stored = { ...proposed, stream, revision, position: this.end, created };
    this.end += recordSize(proposed, stream);
    this.events.push(stored);
    const lying = this.streams.get(stream);
    if (lying) lying.push(stored);
    else this.streams.set(stream, [stored]);
    return stored;
  }
}
