import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf, fill } from './support/survey.js';

const city = '03120102';
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('rebuild and compare on the audit page', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ directoryDir: await directoryOf([city]) });
    browser = await openBrowser();
    await fill(await signIn(server.url, `lao.${city}`), 2565, city);
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  it(
    'an auditor compares the read models with the log, and sees what does not match',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', `/audit/2565/${city}`);
      await page.getByText('ยังไม่เคยเปรียบเทียบ').waitFor();
      await page.getByRole('button', { name: 'เริ่มเปรียบเทียบ' }).click();
      await page.getByText(/ตรงกันทั้งหมด/).waitFor();

      const readStore = server.application.get(ReadStore, { strict: false });
      await readStore.apply('lao_statuses_v4', [{ id: `2565.${city}`, set: { status: 'certified' } }]);
      await page.getByRole('button', { name: 'เริ่มเปรียบเทียบ' }).click();
      await page.getByText(/พบข้อมูลที่ไม่ตรงกับบันทึก 1 จุด/).waitFor();
      const difference = page.getByRole('row', { name: /lao_statuses_v4/ });
      await expect(difference).toContainText('"certified"');
      await expect(difference).toContainText('ProvinceEnrolled');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'is not shown to people who see only their own office',
    async () => {
      const { page } = await visit(browser, server.url, `lao.${city}`, `/audit/2565/${city}`);
      await page.getByRole('row').nth(1).waitFor();
      await expect(page.getByText('เริ่มเปรียบเทียบ')).toHaveCount(0);
    },
    SLOW,
  );
});
