import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, openBrowser, visit } from './support/browser.js';
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

  const downloaded = async (page: Page, link: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: link }).click(),
    ]);
    const file = await readFile(await download.path());
    return [download.suggestedFilename().replace(/\d+(\.\w+)$/, 'N$1'), file.subarray(0, 5).toString()];
  };

  it(
    'an LAO downloads its receipt from its certified form',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${lao}`, `/surveys/2565/${lao}`);
      expect(await downloaded(page, 'ดาวน์โหลดใบรับ')).toEqual([`receipt-2565-${lao}-N.pdf`, '%PDF-']);
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an officer downloads the receipt of the province',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12', '/provinces/12');
      expect(await downloaded(page, 'ดาวน์โหลดใบรับ')).toEqual(['receipt-2565-12-N.pdf', '%PDF-']);
      expect(await downloaded(page, 'ดาวน์โหลดชุดหลักฐาน')).toEqual([
        'evidence-province-2565-12-N.zip',
        'PK\u0003\u0004\u0014',
      ]);
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an auditor downloads the evidence of one survey',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', `/audit/2565/${lao}`);
      const [name] = await downloaded(page, 'ดาวน์โหลดชุดหลักฐาน');
      expect(name).toBe(`evidence-survey-2565-${lao}-N.zip`);
      expect(await axeFindings(page)).toEqual([]);
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
      const weight = await page.evaluate("getComputedStyle(document.querySelector('.verdict')).fontWeight");
      expect(weight).toBe('700');
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.goto(`${server.url}/verify/${'0'.repeat(64)}`);
      await page.getByText('ไม่พบการรับรองข้อมูลนี้ในระบบ').waitFor();
      expect(await axeFindings(page)).toEqual([]);
    },
    SLOW,
  );
});
