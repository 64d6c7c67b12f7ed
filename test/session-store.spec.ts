import { MemorySessionStore } from '../src/identity/session-store.js';
import { sessionStoreContract } from './session-store.contract.js';

sessionStoreContract('memory', async (now) => ({
  store: new MemorySessionStore(now),
  close: async () => undefined,
}));
