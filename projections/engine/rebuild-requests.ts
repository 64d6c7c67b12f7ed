import type { Document } from '../read-store/document.js';
import type { Projection } from './projection.js';
import { collectionName } from './collection-name.js';
import type { ReadStore } from '../read-store/read-store.js';

/** Somebody suspects what a collection holds; `_id` is its name. The projector at work builds it anew beside it, and then switches. */
export interface RebuildRequest extends Document {
  /** Which request it is: no two of them build into the same collection. */
  readonly run?: number;
  readonly state?: 'asked' | 'switching' | 'done';
}

export const rebuildRequests = 'projection_rebuilds';

export const rebuildRequestOf = (
  readStore: ReadStore,
  collection: string,
): Promise<RebuildRequest | undefined> => readStore.findById<RebuildRequest>(rebuildRequests, collection);

/** One that is asked for twice is made once. */
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

/** Where it is being built: beside what is served. */
export const besideOf = ({ _id, run = 0 }: RebuildRequest): string => `${_id}_rebuild_${run}`;
