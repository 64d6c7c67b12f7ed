import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { parseStream } from '../../src/events/streams.js';
import { toDomainEvent } from '../../src/events/upcasting.js';
import type { JsonValue } from '../../src/basics/json.js';
import {
  checkpoints,
  commonPosition,
  parkedStreams,
  positionOf,
  type ProjectionCheckpoint,
  type ParkedStream,
  type ParkedStreams,
} from './checkpoints.js';
import { collectionName } from './collection-name.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from './projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** Takes a message for the operators; `fields` carry ids and positions, never what people typed. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: { readonly [field: string]: unknown },
) => void;

class Running {
  position: bigint | undefined;
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
  /** The term of the lease under which this process writes, where several processes compete. */
  readonly fence?: number | undefined;
  /** The collection to write into, for a read model that is not served yet. */
  readonly collectionOf?: (projection: Projection) => string;
}

/**
 * Brings batches of events into the read models: documents first, then what was parked, then the checkpoint. A batch that fails half-way
 * may be given again.
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

  /** Makes the collections and continues from what they hold. @throws FencedOff */
  async open(): Promise<void> {
    await this.prepare();
    await this.claim();
    for (const running of this.running) {
      const checkpoint = await this.readStore.findById<ProjectionCheckpoint>(checkpoints, running.collection);
      running.position = positionOf(checkpoint);
      const parked = await this.readStore.findById<ParkedStreams>(parkedStreams, running.collection);
      running.parked.clear();
      for (const stream of parked?.streams ?? []) {
        running.parked.set(stream.stream, { ...stream, from: BigInt(stream.position) });
      }
    }
  }

  /** Forgets what the collections held. */
  async openEmpty(): Promise<void> {
    for (const { collection } of this.running) await this.readStore.drop(collection);
    await this.prepare();
    for (const running of this.running) {
      running.position = undefined;
      running.parked.clear();
      running.parkedUnsaved = true;
    }
    await this.saveProgress();
  }

  /** Everything up to here is in every read model. */
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

  /** @returns the events that could be read. */
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
    await Promise.all(
      this.running.map(async ({ collection }, at) => {
        if (writes[at]!.length > 0) await this.write(collection, writes[at]!);
      }),
    );
    const last = events.at(-1)?.position;
    await this.saveProgress(last);
    return readable;
  }

  /** Undefined for what this code cannot read: then its stream is parked, unless it is not the survey's at all. */
  private read(event: RecordedEvent): RecordedDomainEvent | undefined {
    try {
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
    await this.readStore.prepare({ name: checkpoints, indexes: [] });
    await this.readStore.prepare({ name: parkedStreams, indexes: [] });
  }

  /**
   * Runs before the checkpoints are read. From then on a writer of an earlier term cannot move them, so whatever it still sends lies behind
   * them, and is refused or written over.
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

  private async saveProgress(last?: bigint): Promise<void> {
    const unsaved = this.running.filter(({ parkedUnsaved }) => parkedUnsaved);
    if (unsaved.length > 0) {
      const parkings = unsaved.map((running) => progressWrite(running, 'streams', running.parkedList));
      await this.write(parkedStreams, parkings);
      for (const running of unsaved) running.parkedUnsaved = false;
    }
    const behind = this.running.filter(
      ({ position }) => position === undefined || (last !== undefined && position < last),
    );
    const position = last === undefined ? null : last.toString();
    await this.write(
      checkpoints,
      behind.map((running) => progressWrite(running, 'position', position)),
    );
    for (const running of behind) running.position = last;
  }
}

const progressWrite = ({ collection, projection }: Running, field: string, value: JsonValue): Write => ({
  id: collection,
  set: { projection: projection.name, version: projection.version, [field]: value },
});
