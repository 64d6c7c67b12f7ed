import type { JsonObject } from '../../src/basics/json.js';
import type { Document } from '../read-store/document.js';
import type { Projection } from './projection.js';
import { collectionName } from './collection-name.js';
import type { LogMark } from './log-mark.js';
import type { ReadStore } from '../read-store/read-store.js';

/** From this event on, one projection leaves the stream out, until the code is repaired and the read model rebuilt. */
export interface ParkedStream {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly reason: string;
}

/**
 * The position of a read model; `_id` is its collection. It is written after the documents, so the documents may be
 * ahead of it, never behind.
 */
export interface ProjectionCheckpoint extends Document {
  readonly position?: string | null;
  /** The last event taken in; null before the first. */
  readonly last?: (LogMark & JsonObject) | null;
}
/** The stored form, written by projectors of this and of other versions of the code. */
export interface NamedCheckpoint extends ProjectionCheckpoint {
  readonly projection: string;
  readonly version: number;
}

export interface ParkedStreams extends Document {
  readonly streams?: readonly (ParkedStream & { readonly [field: string]: string })[];
}

export const checkpoints = 'projection_checkpoints';
export const parkedStreams = 'parked_streams';

/** Makes the collections that are read before the first event is projected. */
export const prepareProgress = async (readStore: ReadStore): Promise<void> => {
  for (const name of [checkpoints, parkedStreams]) await readStore.prepare({ name, indexes: [] });
};

/** Undefined before the first event, and for a text that is no position. */
export const positionOf = (checkpoint: ProjectionCheckpoint | undefined): bigint | undefined =>
  /^\d+$/.test(checkpoint?.position ?? '') ? BigInt(checkpoint!.position!) : undefined;

/** The stored checkpoints of these read models, in their order. */
export const storedCheckpoints = async (
  readStore: ReadStore,
  projections: readonly Projection[],
): Promise<readonly (ProjectionCheckpoint | undefined)[]> => {
  const collections = projections.map(collectionName);
  const found = await readStore.find<ProjectionCheckpoint>(checkpoints, { _id: { oneOf: collections } });
  const byCollection = new Map(found.map((checkpoint) => [checkpoint._id, checkpoint]));
  return collections.map((collection) => byCollection.get(collection));
};

/** The stored positions of these read models, in their order. */
export const storedPositions = async (
  readStore: ReadStore,
  projections: readonly Projection[],
): Promise<readonly (bigint | undefined)[]> =>
  (await storedCheckpoints(readStore, projections)).map(positionOf);

/** The smallest position: every read model has every event up to there. */
export const commonPosition = (positions: readonly (bigint | undefined)[]): bigint | undefined => {
  let smallest: bigint | undefined;
  for (const position of positions) {
    if (position === undefined) return undefined;
    if (smallest === undefined || position < smallest) smallest = position;
  }
  return smallest;
};
