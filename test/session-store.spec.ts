import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DataFileError } from '../src/configuration/data-file-error.js';
import { SqliteSessionStore } from '../src/identity/embedded/sqlite-session-store.js';
import { sessionStoreContract } from './session-store.contract.js';

sessionStoreContract('SQLite', async () => new SqliteSessionStore(':memory:'));

it('sessions and the secret of their sign-ins outlive the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eservice-survey-sessions-'));
  const file = join(folder, 'sessions.sqlite');
  const session = { sub: 'a', sid: null, sealed: 'sealed', version: 0, until: 2 };
  const before = new SqliteSessionStore(file);
  await before.add('a', session, 1);
  const { secret } = before;
  await before.close();
  const after = new SqliteSessionStore(file);
  expect(await after.find('a', 1)).toEqual(session);
  expect(after.secret).toBe(secret);
  await after.close();
  await rm(folder, { recursive: true });
});

it('sessions say in one line where they cannot be kept', () => {
  expect(() => new SqliteSessionStore('/dev/null/eservice/sessions.sqlite')).toThrow(DataFileError);
});
