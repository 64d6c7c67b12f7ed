import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { fillAndCertify } from '../support/fill.js';
import { startServer, type TestServer } from '../support/server.js';
import { bearer, signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf } from './support/survey.js';

const SLOW = 120_000;
const city = '03120102';

(chromiumPath ? describe : describe.skip)('the pages for analysts', () => {
  let server: TestServer;
  let browser: Browser;
  let directoryDir: string;

  beforeAll(async () => {
    browser = await openBrowser();
    directoryDir = await directoryOf([city]);
    server = await startServer({ directoryDir });
    await fillAndCertify(await signIn(server.url, `lao.${city}`), city);
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(directoryDir, { recursive: true });
  }, SLOW);

  it(
    'make a token, show it once, and revoke it',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12');
      await page.getByTitle('โทเค็นสำหรับโปรแกรม').click();
      await page.getByText('ท่านยังไม่มีโทเค็น').waitFor();
      await page.getByLabel('ใช้สำหรับ').fill('Power BI');
      await page.getByRole('button', { name: 'สร้างโทเค็น' }).click();
      await page.getByRole('rowheader', { name: 'Power BI' }).waitFor();
      const shown = page.getByLabel('โทเค็น', { exact: true });
      let token = '';
      const value = () => shown.inputValue();
      await expect.poll(async () => (token = await value())).toMatch(/^esv_/);
      const read = async () => (await bearer(server.url, token).get('/odata/2565/Laos')).status;
      await expect.poll(read).toBe(200);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.reload();
      await page.getByRole('rowheader', { name: 'Power BI' }).waitFor();
      await expect.poll(() => page.content()).not.toContain(token);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('button', { name: 'Revoke Power BI' }).click();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('You have no tokens').waitFor();
      await expect.poll(read).toBe(401);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'publish the results, which everyone then reads, and take them back',
    async () => {
      const admin = await signIn(server.url, 'admin');
      await admin.post('/api/campaigns/2565/closure', {});
      const { page, complaints } = await visit(browser, server.url, 'admin', '/campaigns');
      await page.getByRole('button', { name: 'เผยแพร่ผลสำรวจ' }).click();
      await page.getByLabel('คำอธิบายที่แสดงต่อประชาชน').fill('ผลสำรวจรอบนำร่อง');
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'เผยแพร่ผลสำรวจ' }).click();
      await page.getByText('เผยแพร่ผลสำรวจปีงบประมาณ 2565 แล้ว').waitFor();
      for (const locale of ['th-TH', 'en-GB']) {
        const everyone = await (await browser.newContext({ locale })).newPage();
        await everyone.goto(`${server.url}/open/2565`);
        await everyone.getByText('ผลสำรวจรอบนำร่อง').waitFor();
        await expect.poll(() => axeFindings(everyone)).toEqual([]);
        await everyone.context().close();
      }
      await page.getByRole('button', { name: 'เผยแพร่ผลสำรวจ' }).click();
      await page.getByLabel('ถอนที่เผยแพร่ไว้').check();
      await page.getByLabel('เหตุผล').fill('พบข้อผิดพลาด');
      await page.getByRole('dialog').getByRole('button', { name: 'ถอนข้อมูลเปิด' }).click();
      await page.getByText('ถอนข้อมูลเปิดปีงบประมาณ 2565 แล้ว').waitFor();
      await expect.poll(async () => (await fetch(`${server.url}/open/2565`)).status).toBe(410);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
