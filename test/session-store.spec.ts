import { promisify } from 'node:util';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Session } from 'fastify';
import { SqliteSessionStore } from '../src/identity/embedded/sqlite-session-store.js';
import { sessionStoreContract } from './session-store.contract.js';

sessionStoreContract('SQLite', async (now) => {
  const store = new SqliteSessionStore(':memory:', now);
  return { store, close: async () => store.close() };
});

it('sessions and the secret of their cookies outlive the process', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'eservice-survey-sessions-'));
  const file = join(dir, 'sessions.sqlite');
  const session = { cookie: { originalMaxAge: 1 } } as Session;
  const before = new SqliteSessionStore(file);
  await promisify(before.set.bind(before))('a', session);
  const { secret } = before;
  before.close();
  const after = new SqliteSessionStore(file);
  expect(await promisify(after.get.bind(after))('a')).toEqual(session);
  expect(after.secret).toBe(secret);
  after.close();
  await rm(dir, { recursive: true });
});
