import { MemoryReadStore } from '../projections/read-store/memory/memory-read-store.js';
import { readStoreContract } from './read-store.contract.js';

readStoreContract('memory', async () => {
  const store = new MemoryReadStore();
  return { store, close: () => store.close() };
});
