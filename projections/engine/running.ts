import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { AnyDocument, Write } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';
import {
  checkpoints,
  parkedStreams,
  positionOf,
  type ParkedStream,
  type ParkedStreams,
  type ProjectionCheckpoint,
} from './checkpoints.js';
import { DocumentStates, type PlacedWrite } from './document-states.js';
import type { LogMark } from './log-mark.js';
import { placeOf } from './place.js';
import type { Projection } from './projection.js';

/** One projection under an applier: what it has taken in, and the writes that are not handed to the store yet. */
export class Running {
  /** The last event that is saved. */
  position: bigint | undefined;
  last: LogMark | undefined;
  readonly parked = new Map<string, ParkedStream & { readonly from: bigint }>();
  parkedUnsaved = false;
  private readonly states: DocumentStates | undefined;
  private before: { position: bigint | undefined; last: AnyDocument | undefined };
  private writes: Write[] = [];
  private placed: PlacedWrite[] = [];

  constructor(
    readonly projection: Projection,
    readonly collection: string,
    private readonly readStore: ReadStore,
  ) {
    this.before = { position: undefined, last: undefined };
    if (projection.states) this.states = new DocumentStates(readStore, collection);
  }

  /** Reads the checkpoint and what is parked. */
  async open(): Promise<void> {
    const checkpoint = await this.readStore.findById<ProjectionCheckpoint>(checkpoints, this.collection);
    this.position = positionOf(checkpoint);
    this.last = checkpoint?.last ?? undefined;
    const parked = await this.readStore.findById<ParkedStreams>(parkedStreams, this.collection);
    this.parked.clear();
    for (const stream of parked?.streams ?? []) {
      this.parked.set(stream.stream, { ...stream, from: BigInt(stream.position) });
    }
    await this.resume();
  }

  /** Begins from zero. */
  empty(): void {
    this.position = undefined;
    this.last = undefined;
    this.parked.clear();
    this.parkedUnsaved = !this.projection.note;
    this.writes = [];
    this.placed = [];
    this.before = { position: undefined, last: undefined };
    this.states?.resume(undefined);
  }

  /** Continues after the last saved event. Events that were taken in and not saved come again. */
  async resume(): Promise<void> {
    const { position } = this;
    this.writes = [];
    this.placed = [];
    this.states?.resume(position);
    this.before = { position, last: undefined };
    if (!this.projection.note || position === undefined) return;
    const saved = { _id: { range: { lte: placeOf(position) } } };
    const options = { sort: { _id: -1 }, limit: 1 } as const;
    [this.before.last] = await this.readStore.find<AnyDocument>(this.collection, saved, options);
  }

  /** A read model of the log itself projects nothing and parks nothing. */
  wants(event: RecordedEvent): boolean {
    if (this.projection.note) return false;
    if (this.position !== undefined && event.position <= this.position) return false;
    if (this.parked.size === 0) return true;
    const parked = this.parked.get(event.stream);
    return !parked || event.position < parked.from;
  }

  /** Takes in what an event says about the log itself. */
  note(event: RecordedEvent): void {
    const { note } = this.projection;
    if (!note || (this.position !== undefined && event.position <= this.position)) return;
    const write = note(event, this.before);
    this.before.position = event.position;
    if (!write) return;
    this.before.last = { _id: write.id, ...write.set };
    this.writes.push(write);
  }

  project(event: RecordedDomainEvent): void {
    const { projection, states } = this;
    const writes = projection.project(event);
    if (!states) {
      for (const write of writes) this.writes.push(write);
      return;
    }
    if (writes.length === 0) return;
    const countsFromBeginning = projection.states!.countsFromBeginning(event);
    for (const write of writes) this.placed.push({ write, position: event.position, countsFromBeginning });
  }

  /**
   * The writes to the store for all that was taken in since the call before.
   * @param stored see `DocumentStates.take`
   */
  async handOver(end: bigint, stored: Promise<unknown>): Promise<readonly Write[]> {
    const { writes, placed, states } = this;
    this.writes = [];
    this.placed = [];
    return states && placed.length > 0 ? states.take(placed, end, stored) : writes;
  }

  park(event: RecordedEvent, error: unknown): void {
    const { stream, revision, position } = event;
    const reason = error instanceof Error ? error.message : String(error);
    this.parked.set(stream, {
      stream,
      revision: revision.toString(),
      position: position.toString(),
      reason,
      from: position,
    });
    this.parkedUnsaved = true;
  }

  get parkedList(): NonNullable<ParkedStreams['streams']> {
    return [...this.parked.values()].map(({ from: _, ...parked }) => parked);
  }
}
