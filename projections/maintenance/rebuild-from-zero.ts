import { createHash } from 'node:crypto';
import type { EventStore } from '../../src/event-store/event-store.js';
import { canonicalJson } from '../../src/event-store/hash-chain.js';
import { Applier } from '../engine/applier.js';
import type { ParkedStream } from '../engine/checkpoints.js';
import { collectionName } from '../engine/collection-name.js';
import { Overlap } from '../engine/overlap.js';
import type { Projection } from '../engine/projection.js';
import type { Document } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';

export interface RebuildOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly onProgress?: (events: number, position: bigint) => void;
}

type Parked = ParkedStream & { readonly projection: string };

export interface RebuildResult {
  readonly events: number;
  /** The last event in the read models; undefined for an empty log. */
  readonly position: bigint | undefined;
  readonly parked: readonly Parked[];
}

export interface CollectionDigest {
  readonly documents: number;
  /** Hex, over the canonical JSON of the documents, one a line, by `_id`. */
  readonly sha256: string;
}

export interface MeasuredRebuild extends RebuildResult {
  /** Duration of the rebuild alone, without the hashing after it. */
  readonly seconds: number;
  readonly readModels: readonly (CollectionDigest & {
    readonly collection: string;
    readonly parked: readonly Parked[];
  })[];
}

/** Drops the read models and builds them from the log, up to its end at the call. No projector may run on them meanwhile. */
export const rebuildFromZero = async ({
  eventStore,
  readStore,
  projections,
  onProgress,
}: RebuildOptions): Promise<RebuildResult> => {
  const applier = new Applier(readStore, projections, () => undefined);
  await applier.openEmpty();
  let count = 0;
  const overlap = new Overlap(readStore);
  for await (const events of eventStore.readAll()) {
    await overlap.begin(() => applier.apply(events));
    count += events.length;
    const last = events.at(-1);
    if (last) onProgress?.(count, last.position);
  }
  await overlap.finish();
  const parked = applier.states.flatMap((state) =>
    state.parked.map((stream) => ({ projection: state.projection.name, ...stream })),
  );
  return { events: count, position: applier.position, parked };
};

/** Rebuilds, and adds the duration and each read model's digest. The same log gives the same digests on any machine. */
export const measuredRebuild = async (options: RebuildOptions): Promise<MeasuredRebuild> => {
  const start = performance.now();
  const result = await rebuildFromZero(options);
  const seconds = (performance.now() - start) / 1000;
  const readModels: MeasuredRebuild['readModels'][number][] = [];
  for (const projection of options.projections) {
    const collection = collectionName(projection);
    const parked = result.parked.filter((stream) => stream.projection === projection.name);
    readModels.push({ collection, ...(await digest(options.readStore, collection)), parked });
  }
  return { ...result, seconds, readModels };
};

export const digest = async (store: ReadStore, collection: string): Promise<CollectionDigest> => {
  const hash = createHash('sha256');
  let documents = 0;
  for await (const document of store.scan<Document>(collection)) {
    hash.update(`${canonicalJson(document)}\n`);
    documents += 1;
  }
  return { documents, sha256: hash.digest('hex') };
};
