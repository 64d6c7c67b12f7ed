import type { EventStore } from '../../src/event-store/event-store.js';
import { checkpoints } from '../engine/checkpoints.js';
import { collectionName } from '../engine/collection-name.js';
import { documentDifferences, sameBytes } from './document-differences.js';
import { eventsThatWrote, type EventReference } from './events-that-wrote.js';
import { StallDetector } from './stall-detector.js';
import type { JsonValue } from '../../src/basics/json.js';
import type { AnyDocument } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';
import { yieldToRequests, ReplaySlice } from '../replay/replay-slice.js';

/** Limit of listed differences; all are counted. */
const MOST_NAMED = 100;

/** A field of a served document and the same field of a replay of the log. Undefined means that the field is absent. */
export interface ReadModelDifference {
  readonly collection: string;
  readonly id: string;
  /** Dotted path; null for a whole document that only one side has. */
  readonly field: string | null;
  readonly live: JsonValue | undefined;
  readonly replayed: JsonValue | undefined;
  /** The events that wrote the field (or else the document), oldest first, at most the last twenty. */
  readonly events: readonly EventReference[];
}

export interface ComparisonResult {
  /**
   * Every served document was compared with the log up to here, or to a later position if it moved meanwhile. Null for
   * an empty log.
   */
  readonly position: string | null;
  /** Served documents, over all collections. */
  readonly documents: number;
  readonly differences: number;
  /** Documents that cannot be judged: an event after a stalled checkpoint may or may not have reached them. */
  readonly undecided: number;
  /** The first hundred differences. */
  readonly named: readonly ReadModelDifference[];
}

export interface ComparisonOptions {
  readonly eventStore: Pick<EventStore, 'readAll' | 'head'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly signal: AbortSignal;
  /** Done part, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Milliseconds that a checkpoint may stay behind the log before this counts as a difference. */
  readonly patience?: number;
  /** Limit of the writes in one slice of the replay; see `ReplaySlice`. */
  readonly mostWrites?: number;
}

interface Suspect {
  readonly collection: string;
  readonly id: string;
  readonly live: AnyDocument | undefined;
}
type Found = Omit<ReadModelDifference, 'events'> & { readonly upTo: bigint };

/**
 * Replays the log and compares every served document with it, byte by byte in canonical form, while the projectors go
 * on. It only reads, so any process may run it. A differing document may be in the middle of an update: an event
 * between the replay's position and the log's end after the read may have written to it. Such a document is read again.
 * Nothing else changes a document, so any other difference is a fault.
 */
export const compareWithReplay = (options: ComparisonOptions): Promise<ComparisonResult> =>
  new Comparison(options).run();

class Comparison {
  private readonly collections: readonly string[];
  private readonly stalls: StallDetector;
  private readonly named: Found[] = [];
  private differences = 0;
  private undecided = 0;
  private stalled: ReadonlyMap<string, bigint> = new Map();

  constructor(private readonly options: ComparisonOptions) {
    const { readStore, projections, patience = 30_000 } = options;
    this.collections = projections.map(collectionName);
    this.stalls = new StallDetector(readStore, projections, patience);
  }

  async run(): Promise<ComparisonResult> {
    const positions = [...(await this.stalls.positions()).values()];
    const head = await this.head();
    const position = [...positions, head].reduce((least, each) => (each < least ? each : least));
    const onPosition = this.progress(head);
    for (let from = 0; from < 1;) {
      const slice = new ReplaySlice({ ...this.options, onPosition }, from);
      await slice.replayTo(position);
      await this.compareSlice(slice);
      from = slice.to;
    }
    await this.compareCheckpoints();
    return {
      position: position < 0n ? null : position.toString(),
      documents: await this.documents(),
      differences: this.differences,
      undecided: this.undecided,
      named: await this.withEvents(),
    };
  }

  private async compareSlice(slice: ReplaySlice): Promise<void> {
    let suspects = await this.suspectsAmong(slice, this.everyDocument(slice));
    while (suspects.length > 0) {
      const head = await this.head();
      await slice.replayTo(head);
      const own = suspects.filter(({ collection, id }) => slice.holds(collection, id)); // the slice may have become narrower
      const onTheirWay = own.filter(({ collection, id }) => slice.moved(collection, id));
      for (const suspect of own) {
        if (!slice.moved(suspect.collection, suspect.id)) await this.found(suspect, slice);
      }
      if (onTheirWay.length === 0) return;
      const arrived = await this.reach(head);
      suspects = await this.suspectsAmong(slice, yieldToRequests(this.again(onTheirWay)));
      if (!arrived) {
        this.undecided += suspects.length;
        return;
      }
    }
  }

  private async suspectsAmong(slice: ReplaySlice, documents: AsyncIterable<Suspect>): Promise<Suspect[]> {
    const suspects: Suspect[] = [];
    for await (const document of documents) {
      this.options.signal.throwIfAborted();
      const replayed = await slice.find(document.collection, document.id);
      if (!sameBytes(document.live, replayed)) suspects.push(document);
    }
    return suspects;
  }

  /** The served documents of this slice, and those that only the replay has. */
  private async *everyDocument(slice: ReplaySlice): AsyncIterable<Suspect> {
    for (const collection of this.collections) {
      const seen = new Set<string>();
      for await (const live of yieldToRequests(this.options.readStore.scan<AnyDocument>(collection))) {
        const id = live._id;
        if (!slice.holds(collection, id)) continue;
        seen.add(id);
        yield { collection, id, live };
      }
      for (const id of slice.ids(collection)) if (!seen.has(id)) yield { collection, id, live: undefined };
    }
  }

  private async *again(suspects: readonly Suspect[]): AsyncIterable<Suspect> {
    for (const { collection, id } of suspects) {
      yield { collection, id, live: await this.options.readStore.findById(collection, id) };
    }
  }

  private async found({ collection, id, live }: Suspect, slice: ReplaySlice): Promise<void> {
    const replayed = await slice.find(collection, id);
    for (const { field, a, b } of documentDifferences(collection, id, live, replayed)) {
      this.name({ collection, id, field: field ?? null, live: a, replayed: b, upTo: slice.position });
    }
  }

  private name(difference: Found): void {
    this.differences += 1;
    if (this.named.length < MOST_NAMED) this.named.push(difference);
  }

  /** False when a checkpoint is stalled. A stalled one is not waited for again. */
  private async reach(position: bigint): Promise<boolean> {
    if (this.stalled.size === 0)
      this.stalled = await this.stalls.stalledBefore(position, this.options.signal);
    return this.stalled.size === 0;
  }

  /**
   * A checkpoint that is stalled, or beyond the end of the log, is a fault too: the next events would be left out, or
   * applied twice.
   */
  private async compareCheckpoints(): Promise<void> {
    await this.reach(await this.head());
    const positions = await this.stalls.positions();
    const head = await this.head();
    for (const [id, at] of positions) {
      if (at <= head && this.stalled.get(id) !== at) continue;
      const live = at < 0n ? undefined : at.toString();
      const replayed = head < 0n ? undefined : head.toString();
      this.name({ collection: checkpoints, id, field: 'position', live, replayed, upTo: -1n });
    }
  }

  private async withEvents(): Promise<readonly ReadModelDifference[]> {
    const { eventStore, projections, signal } = this.options;
    const events = await eventsThatWrote(eventStore, projections, this.named, signal);
    return this.named.map(({ upTo: _, ...difference }, at) => ({ ...difference, events: events[at]! }));
  }

  private async documents(): Promise<number> {
    const { readStore } = this.options;
    const counts = await Promise.all(this.collections.map((name) => readStore.count(name, {})));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async head(): Promise<bigint> {
    return (await this.options.eventStore.head()) ?? -1n;
  }

  private progress(head: bigint): (position: bigint, slice: ReplaySlice) => void {
    let reported = 0;
    return (position, { from, to }) => {
      const ofSlice = Number((position * 1000n) / (head > 0n ? head : 1n)) / 1000;
      reported = Math.max(reported, from + (to - from) * Math.min(ofSlice, 1));
      this.options.onProgress?.(reported);
    };
  }
}
