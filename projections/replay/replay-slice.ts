import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '../../src/event-store/event-store.js';
import { Applier } from '../engine/applier.js';
import { collectionName } from '../engine/collection-name.js';
import { documentOfState } from '../engine/document-states.js';
import type { AnyDocument, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import { MemoryReadStore } from '../read-store/sqlite/memory-read-store.js';

/** Limit of the writes in a slice, about 300 MB. Beyond it the slice becomes narrower. */
const MOST_WRITES = 200_000;
/** Documents handled before waiting requests run. */
const TURN = 50;

export interface ReplaySliceOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly projections: readonly Projection[];
  readonly signal: AbortSignal;
  readonly onPosition?: (position: bigint, slice: ReplaySlice) => void;
  readonly mostWrites?: number;
}

/** Read models of a replay, limited to the documents whose share is between `from` and `to`. */
class SliceStore extends MemoryReadStore {
  to = 1;
  writes = 0;
  readonly moved = new Set<string>();
  private readonly ids = new Map<string, Set<string>>();

  constructor(
    readonly from: number,
    private readonly sliced: ReadonlyMap<string, Projection>,
  ) {
    super();
  }

  override async apply(collection: string, writes: readonly Write[]): Promise<void> {
    if (!this.sliced.has(collection)) return super.apply(collection, writes);
    const own = writes.filter(({ id }) => this.holds(collection, id));
    this.writes += own.length;
    const ids = this.idsOf(collection);
    for (const { id } of own) {
      ids.add(id);
      this.moved.add(`${collection} ${id}`);
    }
    await super.apply(collection, own);
  }

  idsOf(collection: string): Set<string> {
    let ids = this.ids.get(collection);
    if (!ids) this.ids.set(collection, (ids = new Set()));
    return ids;
  }

  /** A slice has all states of a document or none, because a state follows from the one before. */
  holds(collection: string, id: string): boolean {
    const share = shareOf(this.sliced.get(collection)?.states ? documentOfState(id) : id);
    return share >= this.from && share < this.to;
  }

  /** Leaves the upper half to the next slice. */
  async narrow(): Promise<void> {
    this.to = (this.from + this.to) / 2;
    this.writes /= 2;
    for (const collection of this.sliced.keys()) {
      const ids = this.idsOf(collection);
      const others = [...ids].filter((id) => !this.holds(collection, id));
      for (const id of others) ids.delete(id);
      await this.remove(collection, others);
    }
  }
}

/**
 * A replay of the log into a part of the documents of every read model. A nation's log then needs no more memory than a
 * province's: a write names its document, so the writes to all other documents are skipped. The part shrinks until it
 * fits. A caller gets all documents slice by slice.
 */
export class ReplaySlice {
  private readonly store: SliceStore;
  private readonly applier: Applier;
  private opened: Promise<void> | undefined;
  /** The position up to which it is replayed; -1 before the start. */
  position = -1n;

  /** `from` is a share from 0 to 1. The slice covers the shares from there to `to`. */
  constructor(
    private readonly options: ReplaySliceOptions,
    from: number,
  ) {
    const { projections } = options;
    const sliced = new Map(projections.map((projection) => [collectionName(projection), projection]));
    this.store = new SliceStore(from, sliced);
    this.applier = new Applier(this.store, projections, () => undefined);
  }

  get from(): number {
    return this.store.from;
  }

  get to(): number {
    return this.store.to;
  }

  /** Replays up to this position (inclusive), and forgets which documents moved before. */
  async replayTo(position: bigint): Promise<void> {
    this.store.moved.clear();
    await (this.opened ??= this.applier.open());
    if (position <= this.position) return;
    const { eventStore, signal, onPosition, mostWrites = MOST_WRITES } = this.options;
    const after = this.position < 0n ? undefined : this.position;
    for await (const events of eventStore.readAll({ after, upTo: position })) {
      signal.throwIfAborted();
      await this.applier.apply(events);
      while (this.store.writes > mostWrites) await this.store.narrow();
      onPosition?.(events.at(-1)!.position, this);
      await setImmediate();
    }
    this.position = position;
  }

  holds(collection: string, id: string): boolean {
    return this.store.holds(collection, id);
  }

  /** Whether an event of the last replayed stretch wrote to the document. */
  moved(collection: string, id: string): boolean {
    return this.store.moved.has(`${collection} ${id}`);
  }

  find(collection: string, id: string): Promise<AnyDocument | undefined> {
    return this.store.findById(collection, id);
  }

  /** Ids of all documents that it holds. */
  ids(collection: string): Iterable<string> {
    return this.store.idsOf(collection);
  }
}

/** Lets waiting requests run while a whole collection is read. */
export async function* yieldToRequests<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  let done = 0;
  for await (const item of items) {
    yield item;
    done += 1;
    if (done % TURN === 0) await setImmediate();
  }
}

/** Spreads ids evenly from 0 to 1 (FNV-1a). Their beginnings (fiscal year, office) are too alike for that. */
const shareOf = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
};
