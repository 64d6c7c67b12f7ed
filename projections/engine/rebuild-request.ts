import type { Document } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';
import { collectionName } from './collection-name.js';
import type { Projection } from './projection.js';

/**
 * An operator's request to rebuild a collection; `_id` is its name. The working projector builds the new one beside it,
 * then switches.
 */
export interface RebuildRequest extends Document {
  /** The number of the request. Two requests never build into the same collection. */
  readonly run?: number;
  readonly state?: 'asked' | 'switching' | 'done';
}

export const rebuildRequests = 'projection_rebuilds';

export const rebuildRequestOf = (
  readStore: ReadStore,
  collection: string,
): Promise<RebuildRequest | undefined> => readStore.findById<RebuildRequest>(rebuildRequests, collection);

/** A second request before the first is done counts as the same request. */
export const askForRebuild = async (
  readStore: ReadStore,
  projection: Projection,
): Promise<RebuildRequest> => {
  const collection = collectionName(projection);
  await readStore.prepare({ name: rebuildRequests, indexes: [] });
  const request = await rebuildRequestOf(readStore, collection);
  if (request?.state === 'asked' || request?.state === 'switching') return request;
  const asked = { run: (request?.run ?? 0) + 1, state: 'asked' } as const;
  await readStore.apply(rebuildRequests, [{ id: collection, set: asked }]);
  return { _id: collection, ...asked };
};

/** The collection of the new build, beside the served one. */
export const besideOf = ({ _id, run = 0 }: RebuildRequest): string => `${_id}_rebuild_${run}`;
