import type { EventStore } from '../../src/event-store/event-store.js';
import { collectionName } from '../engine/collection-name.js';
import { digest } from './compare.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';
import { rebuild, type RebuildResult } from './rebuild.js';

export interface ReadModelReport {
  readonly collection: string;
  readonly documents: number;
  readonly sha256: string;
  readonly parked: RebuildResult['parked'];
}

export interface RebuildReport extends RebuildResult {
  /** Of the rebuild alone, without the hashing after it. */
  readonly seconds: number;
  readonly readModels: readonly ReadModelReport[];
}

/** Builds every read model from zero and says what came of it: the same log gives the same hashes, on any machine. */
export const rebuildReport = async (options: {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly onProgress?: (events: number, position: bigint) => void;
}): Promise<RebuildReport> => {
  const start = performance.now();
  const result = await rebuild(options);
  const seconds = (performance.now() - start) / 1000;
  const readModels: ReadModelReport[] = [];
  for (const projection of options.projections) {
    const collection = collectionName(projection);
    const parked = result.parked.filter((stream) => stream.projection === projection.name);
    readModels.push({ collection, ...(await digest(options.readStore, collection)), parked });
  }
  return { ...result, seconds, readModels };
};
