import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { formatBuddhist, formatOfficial } from '../src/basics/thai-time.js';
import type { ReceiptVerification } from '../src/receipts/verify-fingerprint.js';
import { expectOk, fillAndCertify, readForm, surveyPath, type Written } from './support/fill.js';
import { pdfPages } from './support/pdf-text.js';
import { startServer, type TestServer } from './support/server.js';
import { anonymous, signIn, type Client } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

const [city, town] = ['03120102', '05120501'] as const;
const receiptPath = `${surveyPath(city)}/receipt`;
const certifiedPath = `${surveyPath(city)}/certified`;
const provincePath = '/api/provinces/12/certifications/2565';

let server: TestServer;
let directoryDir: string;
let clerk: Client;
let officer: Client;
let admin: Client;
let visitor: Client;

const begin = async (): Promise<void> => {
  server = await startServer({ directoryDir });
  [clerk, officer, admin] = (await Promise.all(
    [`lao.${city}`, 'province.12', 'admin'].map((hint) => signIn(server.url, hint)),
  )) as [Client, Client, Client];
  visitor = anonymous(server.url);
};
beforeAll(async () => {
  directoryDir = await directoryOf([city, town]);
});
afterAll(() => rm(directoryDir, { recursive: true }));
/** For tests that leave the certifications unchanged. */
const onOneServer = (prepare: () => Promise<void>): void => {
  beforeAll(async () => {
    await begin();
    await prepare();
  });
  afterAll(() => server.stop());
};
const onServersOfTheirOwn = (prepare: () => Promise<void>): void => {
  beforeEach(async () => {
    await begin();
    await prepare();
  });
  afterEach(() => server.stop());
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const problem = async (response: Response) => [
  response.status,
  ((await response.json()) as { readonly code: string }).code,
];
const pdf = async (client: Client, path: string): Promise<Buffer> => {
  const response = await client.get(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return Buffer.from(await response.arrayBuffer());
};
/** The text of the pages, without the spaces between groups of digits and inside dates. */
const printed = async (client: Client, path: string): Promise<string> =>
  pdfPages(await pdf(client, path))
    .join('\n')
    .replace(/[\s\u00a0]/g, '');
const squeezed = (text: string): string => text.replace(/\s/g, '').replace(/([่-๋]?)ำ/g, 'ํ$1า');
const verified = async (fingerprint: string): Promise<ReceiptVerification> =>
  expectOk<ReceiptVerification>(await visitor.get(`/verify/${fingerprint}`));

describe('before anything is certified', () => {
  onOneServer(async () => undefined);

  it('there is no receipt, and no fingerprint is known', async () => {
    expect(await problem(await clerk.get(receiptPath))).toEqual([404, 'no-standing-certification']);
    expect(await problem(await clerk.get(`${receiptPath}?revision=0`))).toEqual([404, 'not-a-certification']);
    expect(await problem(await clerk.get(`${receiptPath}?revision=x`))).toEqual([422, 'invalid-request']);
    expect(await problem(await visitor.get(`/verify/${'0'.repeat(64)}`))).toEqual([
      404,
      'unknown-fingerprint',
    ]);
    expect(await problem(await visitor.get('/verify/abc'))).toEqual([422, 'invalid-fingerprint']);
  });
});

let first: Written;
let ofProvince: Written;
let fingerprint: string;
const certifyCity = async (): Promise<void> => {
  first = await fillAndCertify(clerk, city);
  fingerprint = (await readForm(clerk, city)).fingerprint!;
};

describe('the receipt of an LAO', () => {
  onOneServer(certifyCity);

  it('names office, year, time, person, revision, position and fingerprint', async () => {
    const { certifiedAt } = await readForm(clerk, city);
    const text = await printed(clerk, receiptPath);
    for (const part of [
      'เทศบาลนครนนทบุรี',
      'รหัส 03120102',
      'พ.ศ. 2565',
      formatOfficial(new Date(certifiedAt!)),
      'เจ้าหน้าที่ของเทศบาลนครนนทบุรี',
      `ลำดับเหตุการณ์ในแบบสำรวจ${first.revision}`,
      `ลำดับในบันทึกของระบบ${first.position}`,
      '2565.1',
      fingerprint,
      'หน้า 1 / 1',
    ]) {
      expect(text).toContain(squeezed(part));
    }
    expect(text).not.toContain(squeezed('สิ้นผลแล้ว'));
  });

  it('is the same bytes every time', async () => {
    expect((await pdf(officer, receiptPath)).equals(await pdf(clerk, receiptPath))).toBe(true);
  });

  it('is available to those who may read the survey', async () => {
    const neighbour = await signIn(server.url, `lao.${town}`);
    expect(await problem(await neighbour.get(receiptPath))).toEqual([403, 'out-of-scope']);
    expect(await problem(await visitor.get(receiptPath))).toEqual([401, 'not-signed-in']);
  });

  it('matches a document whose SHA-256 is the fingerprint', async () => {
    expect(sha256(await (await clerk.get(certifiedPath)).text())).toBe(fingerprint);
  });

  it('can be checked without sign-in, and reveals nothing else', async () => {
    const { certifiedAt } = await readForm(clerk, city);
    const expected = {
      fingerprint,
      kind: 'lao',
      office: { code: city, name: 'เทศบาลนครนนทบุรี', nameEn: 'Nonthaburi City Municipality' },
      fiscalYear: 2565,
      certifiedAt,
      standing: 'stands',
    };
    expect(await verified(fingerprint)).toEqual(expected);
    expect(await verified(fingerprint.toUpperCase())).toEqual(expected);
  });
});

describe('the receipt of an LAO whose survey changes later', () => {
  onServersOfTheirOwn(certifyCity);

  it('is no longer valid after a return, and says so', async () => {
    await expectOk(await officer.post(`${surveyPath(city)}/return`, { reason: 'ตรวจจำนวนผู้ใช้' }));
    expect(await problem(await clerk.get(receiptPath))).toEqual([404, 'no-standing-certification']);
    expect((await verified(fingerprint)).standing).toBe('returned');
    const text = await printed(clerk, `${receiptPath}?revision=${first.revision}`);
    expect(text).toContain(squeezed('สิ้นผลแล้ว: จังหวัดนนทบุรีส่งกลับให้แก้ไข'));
    expect(text).not.toContain('ตรวจจํานวนผู้ใช้');
  });

  it('is superseded by other answers, but the same answers make it valid again', async () => {
    await expectOk(await officer.post(`${surveyPath(city)}/return`, { reason: 'ตรวจจำนวนผู้ใช้' }));
    const notes = [{ note: 'ตรวจแล้ว ถูกต้อง' }];
    const certify = (body?: object) => clerk.post(`${surveyPath(city)}/certification`, body);
    const again = await expectOk<Written>(await certify({ notes }));
    expect(await verified(fingerprint)).toMatchObject({ standing: 'stands' });

    await expectOk(await officer.post(`${surveyPath(city)}/return`, { reason: 'อีกครั้ง' }));
    const row = (await readForm(clerk, city)).aspects[0]!.rows[0]!.id;
    const answers = { [row]: { hasEService: false, isNeeded: true } };
    await expectOk(
      await clerk.put(`${surveyPath(city)}/aspects/quality-of-life`, { answers }, { 'if-match': '*' }),
    );
    await expectOk(await certify());
    const changed = (await readForm(clerk, city)).fingerprint!;
    expect(changed).not.toBe(fingerprint);
    expect([(await verified(fingerprint)).standing, (await verified(changed)).standing]).toEqual([
      'superseded',
      'stands',
    ]);
    const earlier = await clerk.get(`${certifiedPath}?revision=${again.revision}`);
    expect(sha256(await earlier.text())).toBe(fingerprint);
    const text = await printed(clerk, `${receiptPath}?revision=${again.revision}`);
    expect(text).toContain(squeezed('มีการรับรองข้อมูลใหม่แล้วเมื่อวันที่'));
  });
});

describe('the receipt of a province', () => {
  onServersOfTheirOwn(async () => {
    await fillAndCertify(clerk, city);
    await fillAndCertify(await signIn(server.url, `lao.${town}`), town);
    ofProvince = await expectOk<Written>(await officer.post(provincePath));
    fingerprint = sha256(await (await officer.get(`${provincePath}/certified`)).text());
  });

  it('prints all that it pins: the paper alone gives the fingerprint', async () => {
    const text = await printed(officer, `${provincePath}/receipt`);
    const laos = await Promise.all(
      [city, town].map(async (laoCode) => {
        const { certifiedRevision, certifiedAt, fingerprint: ofLao } = await readForm(officer, laoCode);
        const [day, time] = formatBuddhist(new Date(certifiedAt!)).split(' ');
        expect(text).toContain(squeezed(`รหัส ${laoCode}${certifiedRevision}${day}${time}${ofLao}`));
        return { certifiedRevision, fingerprint: ofLao, laoCode };
      }),
    );
    expect(fingerprint).toBe(sha256(JSON.stringify({ fiscalYear: 2565, laos, provinceCode: '12' })));
    expect(text).toContain(fingerprint);
    expect(
      (await pdf(officer, `${provincePath}/receipt`)).equals(await pdf(admin, `${provincePath}/receipt`)),
    ).toBe(true);
  });

  it('can be checked without sign-in, and is revoked by the department', async () => {
    const expected = {
      fingerprint,
      kind: 'province',
      office: { code: '12', name: 'นนทบุรี' },
      fiscalYear: 2565,
    };
    expect(await verified(fingerprint)).toMatchObject({ ...expected, standing: 'stands' });
    await expectOk(await admin.post(`${provincePath}/revocation`, { reason: 'พบข้อผิดพลาด' }));
    expect(await verified(fingerprint)).toMatchObject({ ...expected, standing: 'revoked' });
    expect(await problem(await officer.get(`${provincePath}/receipt`))).toEqual([
      404,
      'no-standing-certification',
    ]);
    expect(await printed(officer, `${provincePath}/receipt?revision=${ofProvince.revision}`)).toContain(
      squeezed('สิ้นผลแล้ว: กรมส่งเสริมการปกครองท้องถิ่นเพิกถอน'),
    );
  });
});

describe('the public verification', () => {
  onServersOfTheirOwn(certifyCity);

  const page = (fingerprint: string, language = 'th') =>
    visitor.get(`/verify/${fingerprint}`, { accept: 'text/html', 'accept-language': language });

  it('is a page for a browser, in Thai or English, that loads nothing', async () => {
    const { fingerprint } = await readForm(clerk, city);
    const thai = await page(fingerprint!);
    const html = await thai.text();
    expect(html).toContain('การรับรองนี้มีผลอยู่');
    expect(html).not.toMatch(/<script|src=|href=/);
    const policy = thai.headers.get('content-security-policy')!;
    const style = /<style>([\s\S]*)<\/style>/.exec(html)![1]!;
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(await (await page(fingerprint!, 'en')).text()).toContain('This certification stands');
    const unknown = await page('f'.repeat(64));
    expect([unknown.status, await unknown.text()]).toEqual([
      404,
      expect.stringContaining('ไม่พบการรับรองข้อมูลนี้'),
    ]);
  });

  it('is refused to an address that asks too often; nothing else is', async () => {
    let refused: Response | undefined;
    for (let call = 0; call < 61 && refused === undefined; call += 1) {
      const response = await visitor.get(`/verify/${'0'.repeat(64)}`);
      if (response.status === 429) refused = response;
    }
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problem(refused!)).toEqual([429, 'too-many-requests']);
    expect((await clerk.get(receiptPath)).status).toBe(200);
  });
});
