import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import type { PersonView } from '../src/personal-data/get-person.js';
import type { History } from '../src/history/history-view.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore } from '../src/event-store/event-store.js';
import { CHAIN_START, eventHash } from '../src/event-store/hash-chain.js';
import { peopleContract } from './people.contract.js';
import { expectOk, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

peopleContract('SQLite', async () => new SqlitePeople(':memory:'));

/** Every byte of every file in a folder. */
const bytesOf = async (folder: string): Promise<Buffer> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))),
  );
};

describe('the file of the names', () => {
  const at = '2022-11-07T02:00:00.000Z';
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'people-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('holds no byte of an erased or corrected name, while the process still has it open', async () => {
    const people = new SqlitePeople(join(folder, 'people.sqlite'));
    for (let each = 0; each < 500; each += 1)
      await people.remember(`lao.${each}`, `เจ้าหน้าที่คนที่ ${each} นามสกุลยาว`, at);
    await people.remember('lao.0042', 'สมหญิง ลับที่สุด', at);
    await people.remember('lao.0043', 'พิมพ์ผิด มาตลอด', at);
    expect((await bytesOf(folder)).includes('สมหญิง ลับที่สุด')).toBe(true);
    await people.erase('lao.0042', at, 0n);
    await people.correct('lao.0043', 'พิมพ์ถูก แล้ว', at, 0n);
    const bytes = await bytesOf(folder);
    expect(bytes.includes('สมหญิง')).toBe(false);
    expect(bytes.includes('พิมพ์ผิด')).toBe(false);
    expect(bytes.includes('พิมพ์ถูก แล้ว')).toBe(true);
    await people.close();
  });

  it('imports the register of the second version, which had no acts', async () => {
    const file = join(folder, 'people.sqlite');
    const old = new DatabaseSync(file);
    old.exec(
      "CREATE TABLE kept_people (sub TEXT PRIMARY KEY, name TEXT, source TEXT NOT NULL, since TEXT NOT NULL) STRICT; INSERT INTO kept_people VALUES ('a', 'สมชาย', 'correction', '2022-11-07T02:00:00.000Z')",
    );
    old.close();
    const people = new SqlitePeople(file);
    expect(await people.kept('a')).toEqual({ sub: 'a', name: 'สมชาย', source: 'correction', since: at });
    await people.erase('a', at, 1n);
    expect(await people.kept('a')).toMatchObject({ name: null, source: 'erased' });
    await people.close();
  });

  it('imports the names of the first version, and leaves none of it behind', async () => {
    const file = join(folder, 'people.sqlite');
    const old = new DatabaseSync(file);
    old.exec(
      "CREATE TABLE people (sub TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO people VALUES ('a', 'สมชาย')",
    );
    old.close();
    const people = new SqlitePeople(file);
    expect(await people.kept('a')).toMatchObject({ name: 'สมชาย', source: 'sign-in' });
    await people.erase('a', at, 0n);
    expect((await bytesOf(folder)).includes('สมชาย')).toBe(false);
    await people.close();
  });
});

describe('personal data over HTTP', () => {
  const code = '03120102';
  const clerkSub = `lao.${code}`;
  const clerkName = 'เจ้าหน้าที่ เทศบาลนครนนทบุรี';
  let server: TestServer;
  let admin: Client;
  let clerk: Client;

  beforeEach(async () => {
    server = await startServer();
    admin = await signIn(server.url, 'admin');
    clerk = await signIn(server.url, clerkSub);
    const { revision } = await readForm(clerk, code);
    const saved = await clerk.put(
      `${surveyPath(code)}/aspects/complaints-about-agency`,
      { answers: { 'corruption-complaint': { hasEService: true } } },
      { 'if-match': `"${revision}"` },
    );
    await expectOk(saved);
  });
  afterEach(() => server.stop());

  const person = async (): Promise<PersonView> =>
    expectOk<PersonView>(await admin.get(`/api/people/${clerkSub}`));
  const history = async (): Promise<History> =>
    expectOk<History>(await admin.get(`/api/audit/surveys/2565/${code}/history`));
  const surveyEvents = async (): Promise<readonly RecordedEvent[]> =>
    server.application.get(EventStore).readStream(`survey-2565.${code}`);
  const refusal = async (answer: Response) => [
    answer.status,
    ((await answer.json()) as { code: string }).code,
  ];
  const correct = async (): Promise<void> => {
    const correction = { name: 'สมศรี มีสุข', reason: 'สะกดผิด' };
    await expectOk(await admin.put(`/api/people/${clerkSub}/name`, correction));
  };
  const erase = async (): Promise<void> => {
    const reason = 'เจ้าของข้อมูลขอใช้สิทธิ์ลบ';
    await expectOk(await admin.post(`/api/people/${clerkSub}/erasure`, { reason }));
  };

  it('is visible to the administrator alone', async () => {
    for (const who of ['auditor', 'province.12', clerkSub]) {
      const client = await signIn(server.url, who);
      for (const path of ['/api/people?q=a', `/api/people/${clerkSub}`])
        expect((await client.get(path)).status).toBe(403);
      expect((await client.post(`/api/people/${clerkSub}/erasure`, { reason: 'ขอลบ' })).status).toBe(403);
    }
  });

  it('shows the kept data, found by subject or name', async () => {
    expect(await person()).toMatchObject({ sub: clerkSub, name: clerkName, source: 'sign-in', acts: [] });
    const found = await expectOk<PersonView[]>(
      await admin.get(`/api/people?q=${encodeURIComponent('เทศบาลนครนนท')}`),
    );
    expect(found.map(({ sub }) => sub)).toEqual([clerkSub]);
    expect(await refusal(await admin.get('/api/people/nobody'))).toEqual([404, 'unknown-person']);
  });

  it('is recorded as an access, without a name', async () => {
    await person();
    await expectOk(await admin.get('/api/people?q=a'));
    expect((await admin.get('/api/people/nobody')).status).toBe(404);
    const day = new Date().toISOString().slice(0, 10);
    const looks = await server.application.get(EventStore).readStream(`reading-${day}.admin`);
    expect(looks.map(({ data }) => [data['kind'], data['filter']])).toEqual([
      ['person', { sub: clerkSub }],
      ['person', {}],
    ]);
  });

  it('is corrected with a reason, and the correction shows wherever the name is', async () => {
    await correct();
    expect(await person()).toMatchObject({
      name: 'สมศรี มีสุข',
      source: 'correction',
      acts: [{ type: 'PersonalDataCorrected', reason: 'สะกดผิด', by: { sub: 'admin', role: 'admin' } }],
    });
    expect((await history()).items[0]!.actor).toMatchObject({ sub: clerkSub, name: 'สมศรี มีสุข' });
  });

  it('refuses a reason that contains the name, and an empty one', async () => {
    await correct();
    const ask = (reason: string) => admin.post(`/api/people/${clerkSub}/erasure`, { reason });
    expect(await refusal(await ask('คำขอของ สมศรี มีสุข'))).toEqual([422, 'reason-names-person']);
    expect(await refusal(await ask(' '))).toEqual([422, 'invalid-reason']);
    expect(await refusal(await admin.post('/api/people/nobody/erasure', { reason: 'ขอลบ' }))).toEqual([
      404,
      'unknown-person',
    ]);
  });

  it('is erased without touching an event: the act remains, as the office’s', async () => {
    const before = await surveyEvents();
    const sent = { reason: 'เจ้าของข้อมูลขอใช้สิทธิ์ลบ' };
    const erased = await admin.post(`/api/people/${clerkSub}/erasure`, sent, {
      'idempotency-key': 'erase-1',
    });
    const receipt = await expectOk<object>(erased);
    const again = await admin.post(`/api/people/${clerkSub}/erasure`, sent, { 'idempotency-key': 'erase-1' });
    expect(await expectOk<object>(again)).toEqual(receipt);
    expect(await refusal(await admin.post(`/api/people/${clerkSub}/erasure`, sent))).toEqual([
      409,
      'person-erased',
    ]);

    expect(await surveyEvents()).toEqual(before);
    let previous = CHAIN_START;
    for (const event of before) {
      previous = eventHash(previous, event);
      expect(event.metadata['hash']).toBe(previous);
    }
    const [newest] = (await history()).items;
    expect(newest!.actor).toEqual({ sub: clerkSub, role: 'lao', laoCode: code });
    expect(newest!.office).toMatchObject({ code });
  });

  it('stays erased at the next sign-in, and in every file of the data', async () => {
    await correct();
    await erase();
    await signIn(server.url, clerkSub);
    expect(await person()).toMatchObject({ name: null, source: 'erased' });
    expect((await person()).acts.map(({ type }) => type)).toEqual([
      'PersonalDataCorrected',
      'PersonalDataErased',
    ]);
    const bytes = await bytesOf(server.dataDir);
    for (const name of ['สมศรี มีสุข', clerkName]) expect(bytes.includes(name)).toBe(false);
  });

  it('does not come back when an older correction is sent again', async () => {
    const correct = (name: string, key: string) =>
      admin.put(`/api/people/${clerkSub}/name`, { name, reason: 'สะกดผิด' }, { 'idempotency-key': key });
    const acts = (await person()).acts.length;
    const receipt = await expectOk<object>(await correct('สมใจ นึก', 'correct-1'));
    expect(await refusal(await correct('สมใจ คิด', 'correct-1'))).toEqual([422, 'idempotency-key-reused']);
    expect(await person()).toMatchObject({ name: 'สมใจ นึก', source: 'correction' });
    expect(await expectOk<object>(await correct('สมใจ นึก', 'correct-1'))).toEqual(receipt);
    await expectOk(await admin.post(`/api/people/${clerkSub}/erasure`, { reason: 'เจ้าของข้อมูลขอใช้สิทธิ์ลบ' }));
    expect(await expectOk<object>(await correct('สมใจ นึก', 'correct-1'))).toEqual(receipt);
    expect(await person()).toMatchObject({ name: null, source: 'erased' });
    expect((await person()).acts).toHaveLength(acts + 2);
  });

  it('is no longer shown in the person’s own open session', async () => {
    await erase();
    expect(await expectOk(await clerk.get('/api/me'))).toMatchObject({ sub: clerkSub, name: clerkSub });
  });

  it('is no longer named in a conflict', async () => {
    await erase();
    const stale = await clerk.put(
      `${surveyPath(code)}/aspects/complaints-about-agency`,
      { answers: {} },
      { 'if-match': '"-1"' },
    );
    const { changes } = (await stale.json()) as { changes: { by: object }[] };
    expect(changes[0]!.by).toEqual({ sub: clerkSub, role: 'lao', laoCode: code });
  });
});
