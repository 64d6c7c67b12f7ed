import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { damageOf } from '../../src/event-store/damaged-stream.js';
import { parseStream } from '../../src/events/streams.js';
import { toDomainEvent } from '../../src/events/upcasting.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import {
  checkpoints,
  commonPosition,
  parkedStreams,
  positionOf,
  prepareProgress,
  type ProjectionCheckpoint,
  type ParkedStream,
  type ParkedStreams,
} from './checkpoints.js';
import { collectionName } from './collection-name.js';
import { isOfLog, markOf, type ForeignReadModel, type LogMark } from './log-mark.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from './projection.js';
import type { Batch, ReadStore } from '../read-store/read-store.js';

/** Writes a line to the operators' log. `fields` hold ids and positions, never text that people typed. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: { readonly [field: string]: unknown },
) => void;

class Running {
  position: bigint | undefined;
  last: LogMark | undefined;
  readonly parked = new Map<string, ParkedStream & { readonly from: bigint }>();
  parkedUnsaved = false;

  constructor(
    readonly projection: Projection,
    readonly collection: string,
  ) {}

  wants(event: RecordedEvent): boolean {
    if (this.position !== undefined && event.position <= this.position) return false;
    if (this.parked.size === 0) return true;
    const parked = this.parked.get(event.stream);
    return !parked || event.position < parked.from;
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

export interface ApplierOptions {
  /** The lease term under which this process writes; needed when several processes compete. */
  readonly fence?: number | undefined;
  /** The collection to write to, when the read model is not served yet. */
  readonly collectionOf?: (projection: Projection) => string;
}

/**
 * Applies batches of events to the read models: documents first, then parked streams, then the checkpoint. A batch that
 * fails half-way may be applied again.
 */
export class Applier {
  private readonly running: readonly Running[];
  private readonly fence: number | undefined;

  constructor(
    private readonly readStore: ReadStore,
    projections: readonly Projection[],
    private readonly log: Log,
    { fence, collectionOf = collectionName }: ApplierOptions = {},
  ) {
    this.fence = fence;
    this.running = projections.map((projection) => new Running(projection, collectionOf(projection)));
  }

  /** Makes the collections and continues from their checkpoints. @throws FencedOff */
  async open(): Promise<void> {
    await this.prepare();
    await this.claim();
    for (const running of this.running) {
      const checkpoint = await this.readStore.findById<ProjectionCheckpoint>(checkpoints, running.collection);
      running.position = positionOf(checkpoint);
      running.last = checkpoint?.last ?? undefined;
      const parked = await this.readStore.findById<ParkedStreams>(parkedStreams, running.collection);
      running.parked.clear();
      for (const stream of parked?.streams ?? []) {
        running.parked.set(stream.stream, { ...stream, from: BigInt(stream.position) });
      }
    }
  }

  /** The opened read models that were made from another log, or from more of this one. */
  async foreignTo(eventStore: Pick<EventStore, 'head' | 'readStream'>): Promise<readonly ForeignReadModel[]> {
    const foreign: ForeignReadModel[] = [];
    for (const { projection, position, last = null } of this.running) {
      if (position === undefined) continue;
      const checkpoint = { position: position.toString(), last };
      if (!(await isOfLog(eventStore, checkpoint)))
        foreign.push({ projection, position: checkpoint.position });
    }
    return foreign;
  }

  /** Drops the collections and begins from zero. */
  async openEmpty(): Promise<void> {
    for (const running of this.running) {
      await this.readStore.drop(running.collection);
      running.position = undefined;
      running.last = undefined;
      running.parked.clear();
      running.parkedUnsaved = true;
    }
    await this.prepare();
    await this.save([]);
  }

  /** Every read model has every event up to here. */
  get position(): bigint | undefined {
    return commonPosition(this.running.map(({ position }) => position));
  }

  get states(): readonly {
    readonly projection: Projection;
    readonly position: bigint | undefined;
    readonly parked: readonly ParkedStream[];
  }[] {
    return this.running.map(({ projection, position, parkedList }) => ({
      projection,
      position,
      parked: parkedList,
    }));
  }

  /** @returns the events that this code can read. */
  async apply(events: readonly RecordedEvent[]): Promise<readonly RecordedDomainEvent[]> {
    const writes = this.running.map((): Write[] => []);
    const readable: RecordedDomainEvent[] = [];
    for (const event of events) {
      const domainEvent = this.read(event);
      if (!domainEvent) continue;
      readable.push(domainEvent);
      for (let at = 0; at < this.running.length; at += 1) {
        const running = this.running[at]!;
        if (!running.wants(event)) continue;
        try {
          for (const write of running.projection.project(domainEvent)) writes[at]!.push(write);
        } catch (error) {
          this.park(running, event, error);
        }
      }
    }
    const documents = this.running.map(({ collection }, at) => ({ collection, writes: writes[at]! }));
    await this.save(
      documents.filter(({ writes: some }) => some.length > 0),
      events.at(-1),
    );
    return readable;
  }

  /**
   * Undefined for an event that this code cannot read. Its stream is then parked, unless the stream does not belong to
   * the survey.
   */
  private read(event: RecordedEvent): RecordedDomainEvent | undefined {
    try {
      const damage = damageOf(event);
      if (damage) throw damage;
      return toDomainEvent(event);
    } catch (error) {
      if (!parseStream(event.stream)) return undefined;
      for (const running of this.running) if (running.wants(event)) this.park(running, event, error);
      return undefined;
    }
  }

  private park(running: Running, event: RecordedEvent, error: unknown): void {
    running.park(event, error);
    const { parked, collection } = running;
    this.log('error', 'stream parked', { collection, type: event.type, ...parked.get(event.stream) });
  }

  private async prepare(): Promise<void> {
    for (const { collection, projection } of this.running) {
      await this.readStore.prepare({ name: collection, indexes: projection.indexes });
    }
    await prepareProgress(this.readStore);
  }

  /**
   * Runs before the checkpoints are read. From then on a writer of an earlier term cannot move them, so its late writes
   * are behind them and are refused or overwritten.
   */
  private async claim(): Promise<void> {
    if (this.fence === undefined) return;
    const claims = this.running.map(({ collection, projection: { name, version } }) => ({
      id: collection,
      set: { projection: name, version },
    }));
    await this.write(checkpoints, claims);
    await this.write(parkedStreams, claims);
  }

  private write(collection: string, writes: readonly Write[]): Promise<void> {
    return this.readStore.apply(collection, writes, this.fence);
  }

  private async save(documents: Batch['documents'], end?: RecordedEvent): Promise<void> {
    const unsaved = this.running.filter(({ parkedUnsaved }) => parkedUnsaved);
    const parkings = unsaved.map((running) => progressWrite(running, { streams: running.parkedList }));
    const last = end?.position;
    const behind = this.running.filter(
      ({ position }) => position === undefined || (last !== undefined && position < last),
    );
    const standing = { position: last?.toString() ?? null, last: end === undefined ? null : markOf(end) };
    const standings = behind.map((running) => progressWrite(running, standing));
    const progress = [
      ...(parkings.length > 0 ? [{ collection: parkedStreams, writes: parkings }] : []),
      { collection: checkpoints, writes: standings },
    ];
    await this.readStore.applyBatch({ documents, progress }, this.fence);
    for (const running of unsaved) running.parkedUnsaved = false;
    for (const running of behind) {
      running.position = last;
      running.last = standing.last ?? undefined;
    }
  }
}

const progressWrite = ({ collection, projection }: Running, progress: Write['set']): Write => ({
  id: collection,
  set: { projection: projection.name, version: projection.version, ...progress },
});
