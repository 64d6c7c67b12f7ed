import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { readStoreContract } from './read-store.contract.js';

readStoreContract('SQLite in memory', async () => {
  const store = new MemoryReadStore();
  return { store, close: () => store.close() };
});
