import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { campaignModel, type Campaign } from '../src/campaign/campaign.js';
import {
  decidePublishResults,
  decideRecordFiles,
  decideWithdrawResults,
} from '../src/open-data/publish-decisions.js';
import { offices } from './matrix/two-provinces.js';
import { startTwoProvinces } from './matrix/start-two-provinces.js';
import { expectOk } from './support/fill.js';
import type { TestServer } from './support/server.js';
import { anonymous, signIn, type Client } from './support/sign-in.js';

const files = ['answers.csv', 'answers.jsonl', 'aggregates.csv', 'aggregates.jsonl'];

describe('the decisions', () => {
  const closed: Campaign = {
    ...campaignModel.initialState,
    questionnaireVersion: '2565.1',
    provinces: ['12'],
    opensAt: '2022-11-01T00:00:00.000Z',
    closesAt: '2022-12-01T00:00:00.000Z',
    closedAt: undefined,
    closingAt: undefined,
    narrowings: new Map(),
    publications: [],
  };
  const publication = {
    revision: 3n,
    ...{ position: '9', time: '2022-12-02T00:00:00.000Z', publishedAt: '2022-12-02T00:00:01.000Z' },
    ...{ note: 'ผล', recorded: undefined, withdrawnAt: undefined },
  };
  const later = new Date('2022-12-02T00:00:00Z');
  const data = { position: '9', time: '2022-12-02T00:00:00.000Z', note: ' ผลสำรวจ ' };
  const code = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('given a closed round, when it is published, then its position and note are recorded', () => {
    expect(decidePublishResults(closed, 2565, data, later)).toEqual([
      { type: 'ResultsPublished', data: { ...data, note: 'ผลสำรวจ' } },
    ]);
  });

  it('given an open round, no round or no note, when it is published, then it is refused', () => {
    const inTime = new Date('2022-11-05T00:00:00Z');
    expect(code(() => decidePublishResults(closed, 2565, data, inTime))).toBe('campaign-still-open');
    expect(code(() => decidePublishResults(undefined, 2565, data, later))).toBe('unknown-campaign');
    expect(code(() => decidePublishResults(closed, 2565, { ...data, note: ' ' }, later))).toBe(
      'invalid-reason',
    );
  });

  it('given a publication, when its files are recorded, then they are, once', () => {
    const recorded = { publication: '3', position: '9', time: data.time, format: 1, files: [] };
    const given = { ...closed, publications: [publication] };
    expect(decideRecordFiles(given, 2565, recorded)).toEqual([
      { type: 'ResultFilesRecorded', data: recorded },
    ]);
    const done = { ...closed, publications: [{ ...publication, recorded: { ...recorded, revision: 4n } }] };
    expect(code(() => decideRecordFiles(done, 2565, recorded))).toBe('concurrent-change');
    expect(code(() => decideRecordFiles(closed, 2565, recorded))).toBe('results-not-published');
  });

  it('given what is published, when it is withdrawn, then it is, and nothing else', () => {
    const given = { ...closed, publications: [publication] };
    expect(decideWithdrawResults(given, 2565, 'พบข้อผิดพลาด')).toEqual([
      { type: 'ResultsWithdrawn', data: { note: 'พบข้อผิดพลาด' } },
    ]);
    const withdrawn = { ...closed, publications: [{ ...publication, withdrawnAt: data.time }] };
    expect(code(() => decideWithdrawResults(withdrawn, 2565, 'x'))).toBe('results-not-published');
    expect(code(() => decideWithdrawResults(undefined, 2565, 'x'))).toBe('unknown-campaign');
  });
});

describe('open data over HTTP', () => {
  let server: TestServer;
  let folder: string;
  let admin: Client;
  let public_: Client;
  const problem = async (response: Promise<Response>): Promise<readonly [number, string]> => {
    const answer = await response;
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  const publications = '/api/campaigns/2565/publications';
  const positionOf = async (): Promise<string> =>
    (await expectOk<{ position: string }[]>(await admin.get(publications)))[0]!.position;
  const bytes = async (path: string): Promise<Buffer> => {
    const response = await public_.get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return Buffer.from(await response.arrayBuffer());
  };
  const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

  beforeAll(async () => {
    ({ server, folder } = await startTwoProvinces());
    admin = await signIn(server.url, 'admin');
    public_ = anonymous(server.url);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are published by an administrator, once the round is closed', async () => {
    expect(await problem(public_.get('/open/2565'))).toEqual([404, 'results-not-published']);
    expect(await problem(public_.get('/open/2570'))).toEqual([404, 'results-not-published']);
    const note = { note: 'ผลสำรวจรอบนำร่อง <b>2565</b>' };
    expect(await problem(admin.post(publications, note))).toEqual([409, 'campaign-still-open']);
    await expectOk(await admin.post('/api/campaigns/2565/closure', {}));
    const key = { 'idempotency-key': 'publish-1' };
    const first = await expectOk(await admin.post(publications, note, key));
    expect(await expectOk(await admin.post(publications, note, key))).toEqual(first);
    const [publication, ...others] = await expectOk<object[]>(await admin.get(publications));
    expect([publication, others]).toMatchObject([{ note: note.note, ready: true, withdrawnAt: null }, []]);
  });

  it('hold certified answers, without ids of persons and without what people typed', async () => {
    const at = `/open/2565/${await positionOf()}`;
    const lines = (await bytes(`${at}/answers.jsonl`)).toString().trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(new Set(rows.map(({ laoCode }) => laoCode))).toEqual(new Set([offices.own, offices.far]));
    const table = parse((await bytes(`${at}/answers.csv`)).toString(), { bom: true, columns: true });
    expect(table).toHaveLength(rows.length);
    expect(Object.keys(table[0] as object)).toEqual(Object.keys(rows[0]!));
    expect((table[0] as { laoCode: string }).laoCode).toBe(offices.own);
    for (const name of files) {
      const text = (await bytes(`${at}/${name}`)).toString();
      for (const hidden of ['lao.0', 'certifiedBy', 'answeredBy', 'answeredAt', 'น้ำท่วมขัง', 'โทรศัพท์']) {
        expect([name, hidden, text.includes(hidden)]).toEqual([name, hidden, false]);
      }
    }
  });

  it('sum up what the answers say', async () => {
    const at = `/open/2565/${await positionOf()}`;
    const read = async (name: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
      (await bytes(`${at}/${name}`))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const answers = await read('answers.jsonl');
    const sums = await read('aggregates.jsonl');
    for (const sum of sums) {
      const own = answers.filter(
        (row) =>
          row['rowId'] === sum['rowId'] &&
          {
            nation: true,
            region: row['region'] === sum['code'],
            province: row['provinceCode'] === sum['code'],
            type: row['laoType'] === sum['code'],
          }[String(sum['level'])],
      );
      expect(sum).toMatchObject({
        offering: own.filter(({ hasEService }) => hasEService === true).length,
        needed: own.filter(({ isNeeded }) => isNeeded === true).length,
        yearlyUsers: own.reduce((all, { yearlyUsers }) => all + Number(yearlyUsers ?? 0), 0),
        'step.pay': own.filter(({ steps }) => (steps as string[] | null)?.includes('pay')).length,
        'channel.website': own.filter(({ channels }) => (channels as string[] | null)?.includes('website'))
          .length,
      });
    }
    expect(sums[0]).toMatchObject({ level: 'nation', asked: 3, certified: 2 });
  });

  it('are the same bytes for ever: made anew, and in this format', async () => {
    const at = `/open/2565/${await positionOf()}`;
    const before = await Promise.all(files.map((name) => bytes(`${at}/${name}`)));
    const kept = join(server.dataDir, 'open-data');
    expect(readdirSync(kept).sort()).toEqual(before.map(sha256).sort());
    rmSync(kept, { recursive: true });
    const after = await Promise.all(files.map((name) => bytes(`${at}/${name}`)));
    expect(after.map(sha256)).toEqual(before.map(sha256));
    // Other bytes would break what was published: they need another format, beside this one.
    expect(after.slice(2).map(sha256)).toEqual([
      'a819c2970d6c49390d91d58189202f302cce83756fd3a96eaec7034d444060bb',
      '17c7695f9cfb8285f68e6d5cd3bd01de126e3854c2da4c2aa618a06cd4eac1c5',
    ]);
  });

  it('are listed in a catalogue, with the hash of each file', async () => {
    const response = await public_.get('/open/2565/catalog.jsonld');
    expect(response.headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
    interface Distribution {
      readonly 'dcat:downloadURL': { readonly '@id': string };
      readonly 'dcat:byteSize': number;
      readonly 'spdx:checksum': { readonly 'spdx:checksumValue': string };
    }
    const catalogue = await expectOk<{
      'dcat:dataset': { 'dcat:distribution': Distribution[] }[];
      thaiGovernmentDataCatalogue: object;
    }>(response);
    const [dataset] = catalogue['dcat:dataset'];
    expect(dataset!['dcat:distribution']).toHaveLength(files.length);
    for (const each of dataset!['dcat:distribution']) {
      const content = await bytes(new URL(each['dcat:downloadURL']['@id']).pathname);
      expect([content.length, sha256(content)]).toEqual([
        each['dcat:byteSize'],
        each['spdx:checksum']['spdx:checksumValue'],
      ]);
    }
    expect(catalogue.thaiGovernmentDataCatalogue).toMatchObject({ data_format: ['CSV', 'JSONL'] });
    expect(await expectOk(await public_.get('/open/2565'))).toEqual(catalogue);
  });

  it('have a page for everyone, in two languages, without scripts', async () => {
    const page = async (language: string): Promise<Response> =>
      public_.get('/open/2565', { accept: 'text/html', 'accept-language': language });
    const thai = await page('th');
    expect(thai.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await thai.text();
    expect(text).toContain('2 จาก 3');
    expect(text).toContain('&lt;b&gt;2565&lt;/b&gt;');
    expect(await (await page('en')).text()).toContain('2 of 3');
    const none = await public_.get('/open/2570', { accept: 'text/html' });
    expect([none.status, none.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  it('are checked by the shipped checker against a signed checkpoint, and name no person', async () => {
    const at = `/open/2565/${await positionOf()}`;
    const place = join(folder, 'downloads');
    mkdirSync(place);
    const proof = await bytes(`${at}/open-data.json`);
    expect(proof.toString()).not.toContain('"admin"');
    writeFileSync(join(place, 'open-data.json'), proof);
    writeFileSync(join(place, 'check.mjs'), await bytes('/open/check.mjs'));
    for (const name of files) writeFileSync(join(place, name), await bytes(`${at}/${name}`));
    const check = (...more: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['check.mjs', '.', ...more], {
        cwd: place,
      });
      return [status, `${String(stdout)}${String(stderr)}`] as const;
    };
    const [status, said] = check();
    expect([status, said]).toEqual([
      0,
      expect.stringContaining('answers.csv is answers.csv as it was published'),
    ]);
    const key = /\n {2}([0-9a-f]{64})\n/.exec(said)![1]!;
    expect(check('--key', key)[0]).toBe(0);
    expect(check('--key', 'a'.repeat(64))).toEqual([1, expect.stringContaining('[key]')]);
    const altered = JSON.parse(proof.toString()) as { event: { data: { files: { sha256: string }[] } } };
    const content = Buffer.from('another file');
    altered.event.data.files[0]!.sha256 = sha256(content);
    writeFileSync(join(place, 'answers.csv'), content);
    expect(check()).toEqual([1, expect.stringContaining('[file-altered]')]);
    writeFileSync(join(place, 'open-data.json'), JSON.stringify(altered));
    expect(check()).toEqual([1, expect.stringContaining('[inclusion]')]);
  });

  it('are superseded by a later publication, and gone when they are withdrawn', async () => {
    const first = await positionOf();
    await expectOk(await admin.post(publications, { note: 'แก้ไขคำอธิบาย' }));
    const second = await positionOf();
    expect(second).not.toBe(first);
    const page = await public_.get('/open/2565', { accept: 'text/html' });
    expect(await page.text()).toContain(`/open/2565/${second}/answers.csv`);
    await bytes(`/open/2565/${first}/answers.csv`);
    expect(await problem(public_.get(`/open/2565/${first}/nothing.csv`))).toEqual([404, 'not-found']);
    expect(await problem(public_.get('/open/2565/1/answers.csv'))).toEqual([404, 'results-not-published']);
    await expectOk(await admin.post(`${publications}/withdrawal`, { note: 'พบข้อผิดพลาด' }));
    expect(await problem(public_.get('/open/2565'))).toEqual([410, 'results-withdrawn']);
    expect(await problem(public_.get(`/open/2565/${first}/answers.csv`))).toEqual([410, 'results-withdrawn']);
    expect(await problem(admin.post(`${publications}/withdrawal`, { note: 'x' }))).toEqual([
      404,
      'results-not-published',
    ]);
    const history = await expectOk<{ items: { type: string }[] }>(
      await admin.get('/api/audit/campaigns/2565/history?pageSize=100'),
    );
    const types = history.items.map(({ type }) => type).filter((type) => type.startsWith('Result'));
    expect(types).toEqual([
      ...['ResultsWithdrawn', 'ResultFilesRecorded', 'ResultsPublished'],
      ...['ResultFilesRecorded', 'ResultsPublished'],
    ]);
  });
});
