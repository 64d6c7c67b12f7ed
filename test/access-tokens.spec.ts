import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SqliteTokenStore } from '../src/access-tokens/embedded/sqlite-token-store.js';
import { TokenStore } from '../src/access-tokens/token-store.js';
import { DataFileError } from '../src/configuration/data-file-error.js';
import { PersonalTokens, personalTokenIn } from '../src/identity/personal-tokens.js';
import { Persons } from '../src/identity/persons.js';
import { expectOk } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { accessToken, anonymous, bearer, signIn, type Client } from './support/sign-in.js';
import { tokenStoreContract } from './token-store.contract.js';

tokenStoreContract('SQLite', async () => new SqliteTokenStore(':memory:'));

it('tokens say in one line where they cannot be kept', () => {
  expect(() => new SqliteTokenStore('/dev/null/eservice/tokens.sqlite')).toThrow(DataFileError);
});

describe('a personal token in a header', () => {
  const token = `esv_${'a'.repeat(43)}`;
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
  it.each([
    [`Bearer ${token}`, token],
    [`bearer ${token}`, token],
    [basic(`anyone:${token}`), token],
    [basic(`:${token}`), token],
    [basic(token), token],
    [basic(`anyone:x${token}`), undefined],
    [`Bearer ${token}x`, undefined],
    ['Bearer eyJhbGciOiJub25lIn0.e30.', undefined],
    ['Basic !', undefined],
    [`Digest ${token}`, undefined],
  ])('%s', (header, expected) => expect(personalTokenIn(header)).toBe(expected));
});

interface Made {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly resting: boolean;
}

describe('personal tokens over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  const ask = async (response: Promise<Response>): Promise<[number, { code?: string }]> => {
    const answer = await response;
    return [answer.status, (await answer.json()) as { code?: string }];
  };
  const make = async (who: Client, body: object = { name: 'Power BI' }): Promise<Made> =>
    expectOk<Made>(await who.post('/api/tokens', body));
  const list = async (who: Client): Promise<readonly Made[]> => expectOk(await who.get('/api/tokens'));
  const exported = (token: string): Promise<Response> =>
    bearer(server.url, token).get('/api/exports/2565.jsonl?shape=wide');

  beforeAll(async () => {
    server = await startServer();
    officer = await signIn(server.url, 'province.12');
  });
  afterAll(() => server.stop());

  it('read the results that the person may read, as a bearer token or a password', async () => {
    const { token } = await make(officer);
    const lines = (await (await exported(token)).text()).trimEnd().split('\n');
    expect(
      new Set(lines.slice(0, -1).map((line) => (JSON.parse(line) as { provinceCode: string }).provinceCode)),
    ).toEqual(new Set(['12']));
    const authorization = `Basic ${Buffer.from(`excel:${token}`).toString('base64')}`;
    const byPassword = await anonymous(server.url).get('/api/exports/2565.csv', { authorization });
    expect(byPassword.status).toBe(200);
    await byPassword.text();
    expect(await ask(bearer(server.url, token).get('/api/exports/2565.csv?province=13'))).toMatchObject([
      403,
      { code: 'out-of-scope' },
    ]);
  });

  it('read results, and nothing else', async () => {
    const { token } = await make(officer);
    const program = bearer(server.url, token);
    for (const path of ['/api/me', '/api/tokens', '/api/surveys', '/api/provinces/12/status/2565']) {
      expect([path, ...(await ask(program.get(path)))]).toMatchObject([
        path,
        403,
        { code: 'token-reads-results' },
      ]);
    }
    expect(await ask(program.post('/api/tokens', { name: 'x' }))).toMatchObject([
      403,
      { code: 'token-reads-results' },
    ]);
  });

  it('are shown once, kept as a hash, and listed with their last use', async () => {
    const made = await make(officer, { name: ' สมุดงาน Excel ' });
    expect(made.token).toMatch(/^esv_[\w-]{43}$/);
    const before = (await list(officer)).find(({ id }) => id === made.id);
    expect(before).toMatchObject({ name: 'สมุดงาน Excel', lastUsedAt: null, resting: false });
    await (await exported(made.token)).text();
    const after = (await list(officer)).find(({ id }) => id === made.id);
    expect(after!.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(after)).not.toContain(made.token);
    for (const file of readdirSync(server.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect((await readFile(join(file.parentPath, file.name))).includes(made.token)).toBe(false);
    }
  });

  it('last 90 days, or as long as the person says, a year at most', async () => {
    const days = ({ expiresAt }: Made): number =>
      Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000);
    expect(days(await make(officer))).toBe(90);
    expect(days(await make(officer, { name: 'a year', days: 365 }))).toBe(365);
    for (const body of [
      { name: 'x', days: 366 },
      { name: 'x', days: 0 },
      { name: 'x', days: 1.5 },
      { days: 1 },
    ]) {
      expect(await ask(officer.post('/api/tokens', body))).toMatchObject([422, { code: 'invalid-request' }]);
    }
    expect(await ask(officer.post('/api/tokens', { name: '\u202e' }))).toMatchObject([
      422,
      { code: 'invalid-name' },
    ]);
  });

  it('end at once when they are revoked, by their owner alone', async () => {
    const { id, token } = await make(officer);
    const other = await signIn(server.url, 'auditor.12');
    expect(await ask(other.delete(`/api/tokens/${id}`))).toMatchObject([404, { code: 'unknown-token' }]);
    expect((await exported(token)).status).toBe(200);
    expect((await officer.delete(`/api/tokens/${id}`)).status).toBe(200);
    expect(await ask(exported(token))).toMatchObject([401, { code: 'invalid-token' }]);
    expect((await list(officer)).map((each) => each.id)).not.toContain(id);
    expect((await officer.delete('/api/tokens/not-an-id')).status).toBe(404);
  });

  it('are refused when expired or unknown', async () => {
    const { id, token } = await make(officer);
    const store = server.application.get(TokenStore);
    const hashes = (await store.list('province.12', Date.now())).filter((each) => each.id === id);
    await officer.delete(`/api/tokens/${id}`);
    await store.add({ ...hashes[0]!, expiresAt: Date.now() - 1 });
    expect(await ask(exported(token))).toMatchObject([401, { code: 'invalid-token' }]);
    expect(await ask(exported(`esv_${'b'.repeat(43)}`))).toMatchObject([401, { code: 'invalid-token' }]);
  });

  it('rest while the provider refuses the person, and wake with the next sign-in', async () => {
    const auditor = await signIn(server.url, 'auditor');
    const { token } = await make(auditor);
    const persons = server.application.get(Persons);
    await expect(persons.confirmed({ sub: 'auditor' })).rejects.toMatchObject({ code: 'no-access' });
    expect(await ask(exported(token))).toMatchObject([401, { code: 'token-resting' }]);
    expect((await list(auditor))[0]).toMatchObject({ resting: true });
    await signIn(server.url, 'auditor');
    expect((await exported(token)).status).toBe(200);
  });

  it('follow the role and the office that the provider last named', async () => {
    const made = await make(await signIn(server.url, 'auditor.12'));
    const program = bearer(server.url, made.token);
    expect((await program.get('/api/exports/2565.csv?province=12')).status).toBe(200);
    await server.application
      .get(PersonalTokens)
      .confirmed({ sub: 'auditor.12', role: 'auditor', provinceCode: '13' });
    expect(await ask(program.get('/api/exports/2565.csv?province=12'))).toMatchObject([
      403,
      { code: 'out-of-scope' },
    ]);
  });

  it('can be made by a program that has an access token, twenty at most', async () => {
    const program = bearer(server.url, await accessToken(server.url, 'lao.03120102'));
    for (let made = 0; made < 20; made += 1) await make(program, { name: `token ${made}` });
    expect(await ask(program.post('/api/tokens', { name: 'one more' }))).toMatchObject([
      409,
      { code: 'too-many-tokens', limit: 20 },
    ]);
  });

  it('are held to the rate of their person', async () => {
    const limited = await startServer({ env: { REQUESTS_PER_MINUTE: '20' } });
    try {
      const { token } = await make(await signIn(limited.url, 'province.12'));
      const program = bearer(limited.url, token);
      expect((await program.get('/api/exports/2565.csv')).status).toBe(200); // weighs as much as ten others
      expect(await ask(program.get('/api/exports/2565.csv'))).toMatchObject([
        429,
        { code: 'too-many-requests' },
      ]);
    } finally {
      await limited.stop();
    }
  });

  it('outlive the process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eservice-survey-tokens-'));
    const first = new SqliteTokenStore(join(folder, 'tokens.sqlite'));
    const token = {
      ...{ id: 'a', hash: 'h', actor: { sub: 's', role: 'admin' } as const, name: 'n' },
      ...{ createdAt: 1, expiresAt: 9, lastUsedAt: null, resting: false },
    };
    await first.add(token);
    await first.close();
    const second = new SqliteTokenStore(join(folder, 'tokens.sqlite'));
    expect(await second.find('h', 1)).toEqual(token);
    await second.close();
    await rm(folder, { recursive: true });
  });
});
