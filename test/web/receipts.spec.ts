import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { certify, directoryOf, fill } from './support/survey.js';

const lao = '03120102';
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('receipts in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let directoryDir: string;

  beforeAll(async () => {
    directoryDir = await directoryOf([lao]);
    server = await startServer({ directoryDir });
    browser = await openBrowser();
    const clerk = await signIn(server.url, `lao.${lao}`);
    await fill(clerk, 2565, lao);
    await certify(clerk, 2565, lao);
    await (await signIn(server.url, 'province.12')).post('/api/provinces/12/certifications/2565');
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(directoryDir, { recursive: true });
  }, SLOW);

  /** Name and first bytes of the file. */
  const downloads = async (page: Page, link: string, expected: readonly [string, string]): Promise<void> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: link }).click(),
    ]);
    const file = await readFile(await download.path());
    const name = download.suggestedFilename().replace(/\d+(\.\w+)$/, 'N$1');
    expect([name, file.toString('latin1').slice(0, 5)]).toEqual(expected);
  };

  it(
    'an LAO downloads its receipt from its certified form',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${lao}`, `/surveys/2565/${lao}`);
      await downloads(page, 'ดาวน์โหลดใบรับ', [`receipt-2565-${lao}-N.pdf`, '%PDF-']);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an officer downloads the receipt of the province',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12', '/provinces/12');
      await downloads(page, 'ดาวน์โหลดใบรับ', ['receipt-2565-12-N.pdf', '%PDF-']);
      await downloads(page, 'ดาวน์โหลดชุดหลักฐาน', ['evidence-province-2565-12-N.zip', 'PK\u0003\u0004\u0014']);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an auditor downloads the evidence of one survey',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', `/audit/2565/${lao}`);
      await downloads(page, 'ดาวน์โหลดชุดหลักฐาน', [
        `evidence-survey-2565-${lao}-N.zip`,
        'PK\u0003\u0004\u0014',
      ]);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'the public page shows whether a receipt is still valid',
    async () => {
      const clerk = await signIn(server.url, `lao.${lao}`);
      const form = (await (await clerk.get(`/api/surveys/2565/${lao}`)).json()) as { fingerprint: string };
      const context = await browser.newContext({ locale: 'th-TH' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`${server.url}/verify/${form.fingerprint}`);
      await page.getByText('การรับรองนี้มีผลอยู่').waitFor();
      await expect(page.locator('.verdict')).toHaveCSS('font-weight', '700');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.goto(`${server.url}/verify/${'0'.repeat(64)}`);
      await page.getByText('ไม่พบการรับรองข้อมูลนี้ในระบบ').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );
});
