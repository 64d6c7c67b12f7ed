import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Slices } from '../../src/basics/slices.js';
import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { Applier } from '../engine/applier.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import { MemoryReadStore } from '../read-store/sqlite/memory-read-store.js';
import type { ReadStore } from '../read-store/read-store.js';

/** What is applied takes some milliseconds. */
const EVENTS_AT_ONCE = 100;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** No log: the live projector has already reported what it parks, and why. */
const noLog = () => undefined;

type Copy = { readonly [collection: string]: readonly Document[] };

/**
 * Read models in their own store that move along the log like the live ones. A stream that the projector parks is
 * parked here too.
 */
export class Replay {
  private constructor(
    private readonly memory: MemoryReadStore,
    private readonly applier: Applier,
    private readonly projections: readonly Projection[],
  ) {}

  static async begin(projections: readonly Projection[]): Promise<Replay> {
    return Replay.over(new MemoryReadStore(), projections);
  }

  /** Continues from a copy that `copy()` made with the same projections. */
  static async from(copy: Uint8Array, projections: readonly Projection[]): Promise<Replay> {
    const collections = JSON.parse((await decompress(copy)).toString()) as Copy;
    const store = new MemoryReadStore();
    for (const [name, documents] of Object.entries(collections)) {
      await store.apply(
        name,
        documents.map(({ _id, ...set }) => ({ id: _id, set })),
      );
    }
    return Replay.over(store, projections);
  }

  private static async over(store: MemoryReadStore, projections: readonly Projection[]): Promise<Replay> {
    const applier = new Applier(store, projections, noLog);
    await applier.open();
    return new Replay(store, applier, projections);
  }

  get store(): ReadStore {
    return this.memory;
  }

  /** The last event that was applied. */
  get position(): bigint | undefined {
    return this.applier.position;
  }

  /** Events in log order, after `position`, in slices. @returns those that this code can read. */
  async apply(events: readonly RecordedEvent[]): Promise<readonly RecordedDomainEvent[]> {
    const slices = new Slices();
    const readable: RecordedDomainEvent[] = [];
    for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
      readable.push(...(await this.applier.apply(events.slice(at, at + EVENTS_AT_ONCE))));
      await slices.step();
    }
    return readable;
  }

  /** Takes in events after `position` that count before it, and stays at `position`. They come again in their own place. */
  async foresee(events: readonly RecordedDomainEvent[]): Promise<void> {
    for (const projection of this.projections) {
      await this.memory.apply(
        collectionName(projection),
        events.flatMap((event) => projection.project(event)),
      );
    }
  }

  /** All that `from` needs, compressed. */
  async copy(): Promise<Uint8Array> {
    const collections: { [collection: string]: readonly Document[] } = {};
    for (const name of this.memory.names) {
      const documents: Document[] = [];
      for await (const document of this.memory.scan(name)) documents.push(document);
      collections[name] = documents;
    }
    return compress(JSON.stringify(collections), { level: 1 });
  }
}
