import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { Applier } from '../engine/applier.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import { MemoryReadStore } from '../read-store/memory/memory-read-store.js';
import type { ReadStore } from '../read-store/read-store.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** As the projector's own: what it parks, and why, has been told there. */
const quiet = () => undefined;

type Copy = { readonly [collection: string]: readonly Document[] };

/**
 * Read models moved along the log in a store of their own, as the projector moves the live ones: what cannot be taken in is left out
 * here as it is there.
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

  /** Goes on from a copy that `copy()` made with the same projections. */
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
    const applier = new Applier(store, projections, quiet);
    await applier.open();
    return new Replay(store, applier, projections);
  }

  get store(): ReadStore {
    return this.memory;
  }

  /** The last event taken in. */
  get position(): bigint | undefined {
    return this.applier.position;
  }

  /** Events in log order, behind `position`. @returns those that could be read. */
  apply(events: readonly RecordedEvent[]): Promise<readonly RecordedDomainEvent[]> {
    return this.applier.apply(events);
  }

  /** Takes in events that lie behind `position` but count before them, and stays where it is: they come again in their own place. */
  async foresee(events: readonly RecordedDomainEvent[]): Promise<void> {
    for (const projection of this.projections) {
      await this.memory.apply(
        collectionName(projection),
        events.flatMap((event) => projection.project(event)),
      );
    }
  }

  /** Everything that `from` needs, compressed. */
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
