import { collectionName } from '../../projections/engine/collection-name.js';
import { allProjections } from '../../projections/read-models/index.js';
import { MemoryReadStore } from '../../projections/read-store/sqlite/memory-read-store.js';

/** A store in memory with every read model, as a projector leaves it on an empty log. */
export const preparedReadStore = async (): Promise<MemoryReadStore> => {
  const store = new MemoryReadStore();
  for (const projection of allProjections()) {
    await store.prepare({ name: collectionName(projection), indexes: projection.indexes });
  }
  return store;
};
