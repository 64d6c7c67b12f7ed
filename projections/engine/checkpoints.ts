import type { Document } from '../read-store/document.js';
import type { Projection } from './projection.js';
import { collectionName } from './collection-name.js';
import type { ReadStore } from '../read-store/read-store.js';

/** From this event on the stream is left out of one projection, until the code is repaired and the read model rebuilt. */
export interface ParkedStream {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly reason: string;
}

/** How far a read model is; `_id` is its collection. Written after the documents, so the documents may be ahead of it, never behind. */
export interface ProjectionCheckpoint extends Document {
  readonly position?: string | null;
}
/** As the projectors write it, those of other versions of the code included. */
export interface NamedCheckpoint extends ProjectionCheckpoint {
  readonly projection: string;
  readonly version: number;
}
export interface ParkedStreams extends Document {
  readonly streams?: readonly (ParkedStream & { readonly [field: string]: string })[];
}

export const checkpoints = 'projection_checkpoints';
export const parkedStreams = 'parked_streams';

/** Undefined: before the first event, or a word that is no position. */
export const positionOf = (checkpoint: ProjectionCheckpoint | undefined): bigint | undefined =>
  /^\d+$/.test(checkpoint?.position ?? '') ? BigInt(checkpoint!.position!) : undefined;

/** The stored positions of these read models, in their order. */
export const storedPositions = async (
  readStore: ReadStore,
  projections: readonly Projection[],
): Promise<readonly (bigint | undefined)[]> => {
  const collections = projections.map(collectionName);
  const found = await readStore.find<ProjectionCheckpoint>(checkpoints, { _id: { $in: collections } });
  const byCollection = new Map(found.map((checkpoint) => [checkpoint._id, checkpoint]));
  return collections.map((collection) => positionOf(byCollection.get(collection)));
};

/** The smallest position: everything up to there is in every read model. */
export const commonPosition = (positions: readonly (bigint | undefined)[]): bigint | undefined => {
  let smallest: bigint | undefined;
  for (const position of positions) {
    if (position === undefined) return undefined;
    if (smallest === undefined || position < smallest) smallest = position;
  }
  return smallest;
};
