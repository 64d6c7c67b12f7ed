import { MemorySessionStore } from '../src/access/session-store.js';
import { sessionStoreContract } from './session-store.contract.js';

sessionStoreContract('memory', async (now) => ({
  store: new MemorySessionStore(now),
  close: async () => undefined,
}));
