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
  prepareProgress,
  type ParkedStream,
} from './checkpoints.js';
import { collectionName } from './collection-name.js';
import { isOfLog, markOf, type ForeignReadModel } from './log-mark.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from './projection.js';
import type { Batch, ReadStore } from '../read-store/read-store.js';
import { SerialQueue } from '../../src/basics/serial-queue.js';
import { Running } from './running.js';

/** Writes a line to the operators' log. `fields` hold ids and positions, never text that people typed. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: { readonly [field: string]: unknown },
) => void;

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
  /** States follow each other, so batches are prepared in the order of the calls, also while the one before is being saved. */
  private readonly preparing = new SerialQueue();
  private saving: Promise<unknown> = Promise.resolve();
  private isInterrupted = false;
  private resumptions = 0;

  constructor(
    private readonly readStore: ReadStore,
    projections: readonly Projection[],
    private readonly log: Log,
    { fence, collectionOf = collectionName }: ApplierOptions = {},
  ) {
    this.fence = fence;
    this.running = projections.map(
      (projection) => new Running(projection, collectionOf(projection), readStore),
    );
  }

  /** Makes the collections and continues from their checkpoints. @throws FencedOff */
  async open(): Promise<void> {
    await this.prepare();
    await this.claim();
    for (const running of this.running) await running.open();
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
      running.empty();
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
    const { readable, saved } = await this.preparing.run(() => this.begin(events));
    await saved;
    return readable;
  }

  /** Resolves when the batch is on its way to the store. */
  private async begin(events: readonly RecordedEvent[]) {
    if (this.isInterrupted) await this.resume();
    const { resumptions } = this;
    try {
      const readable = this.takeIn(events);
      const end = events.at(-1);
      const saved = this.save(end ? await this.handOver(end.position) : [], end);
      saved.catch(() => this.interrupt(resumptions));
      this.saving = saved;
      return { readable, saved };
    } catch (error) {
      this.interrupt(resumptions);
      throw error;
    }
  }

  /** A batch after a failed one is not saved either: its events come again. */
  private interrupt(resumptions: number): void {
    if (resumptions === this.resumptions) this.isInterrupted = true;
  }

  private async resume(): Promise<void> {
    for (const running of this.running) await running.resume();
    this.saving = Promise.resolve();
    this.resumptions += 1;
    this.isInterrupted = false;
  }

  private takeIn(events: readonly RecordedEvent[]): readonly RecordedDomainEvent[] {
    const readable: RecordedDomainEvent[] = [];
    for (const event of events) {
      for (const running of this.running) running.note(event);
      const domainEvent = this.read(event);
      if (!domainEvent) continue;
      readable.push(domainEvent);
      for (const running of this.running) {
        if (!running.wants(event)) continue;
        try {
          running.project(domainEvent);
        } catch (error) {
          this.park(running, event, error);
        }
      }
    }
    return readable;
  }

  private async handOver(end: bigint): Promise<Batch['documents']> {
    const documents: Batch['documents'][number][] = [];
    for (const running of this.running) {
      const writes = await running.handOver(end, this.saving);
      if (writes.length > 0) documents.push({ collection: running.collection, writes });
    }
    return documents;
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
