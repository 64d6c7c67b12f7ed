import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { completeAnswer } from '../support/fill.js';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { certify, directoryOf, fill } from './support/survey.js';

const city = '03120102';
const other = '05120501';
const SLOW = 180_000;

/** The past of a round with a certification, a return, a correction and a second certification. */
(chromiumPath ? describe : describe.skip)('going back in time', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer({ directoryDir: await directoryOf([city, other]) });
    const clerk = await signIn(server.url, `lao.${city}`);
    const officer = await signIn(server.url, 'province.12');
    await fill(clerk, 2565, city);
    await certify(clerk, 2565, city);
    await officer.post(`/api/surveys/2565/${city}/return`, { reason: 'ยอดผู้ใช้ไม่ตรง' });
    const row = 'newborn-grant-registration';
    const own = { steps: ['pay'], channels: ['website'], yearlyUsers: 1234 };
    const answer = { ...completeAnswer('service', 0), ...own };
    await clerk.put(
      `/api/surveys/2565/${city}/aspects/quality-of-life`,
      { answers: { [row]: answer } },
      { 'if-match': '*' },
    );
    await certify(clerk, 2565, city);
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  const slider = (page: Page) => page.getByRole('slider', { name: 'เลือกเหตุการณ์ที่ต้องการดูย้อนหลัง' });
  const banner = (page: Page) => page.getByText(/^ข้อมูล ณ \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \(ย้อนหลัง\)$/);
  const lookBack = (page: Page) => page.locator('summary', { hasText: 'ดูข้อมูลย้อนหลัง' }).click();

  it(
    'an officer steps back through the province by the keyboard, and can certify only in the present',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12', '/provinces/12');
      await page.getByText('รับรองแล้ว 1 จาก 2').waitFor();
      await lookBack(page);
      await slider(page).focus();
      await page.keyboard.press('ArrowLeft'); // the second certification
      await page.keyboard.press('ArrowLeft'); // the return
      await banner(page).waitFor();
      await page.getByText('รับรองแล้ว 0 จาก 2').waitFor();
      await expect(slider(page)).toHaveAttribute(
        'aria-valuetext',
        /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d — จังหวัดส่งกลับ — เทศบาลนครนนทบุรี$/,
      );
      await expect(page).toHaveURL(/at=\d+/);
      await expect(page.getByRole('button', { name: 'จังหวัดดำเนินการรับรองข้อมูลทั้งหมด' })).toHaveCount(0);
      await expect.poll(() => axeFindings(page)).toEqual([]);

      // The address alone leads to the same view.
      await page.reload();
      await page.getByText('รับรองแล้ว 0 จาก 2').waitFor();
      await page.getByRole('button', { name: 'กลับสู่ปัจจุบัน' }).click();
      await page.getByText('รับรองแล้ว 1 จาก 2').waitFor();
      await page.getByRole('button', { name: 'จังหวัดดำเนินการรับรองข้อมูลทั้งหมด' }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an auditor sees the whole country, sorts it, and sees its past',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', '/progress');
      await page.getByRole('rowheader', { name: 'นนทบุรี' }).waitFor();
      await page.getByRole('button', { name: 'ยังขาด' }).click();
      await expect(page.getByRole('columnheader', { name: 'ยังขาด' })).toHaveAttribute(
        'aria-sort',
        'descending',
      );
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await lookBack(page);
      await slider(page).focus();
      await page.keyboard.press('Home'); // the campaign was opened
      await banner(page).waitFor();
      await page.getByText(/ยังไม่เริ่ม 2 · กำลังกรอก 0/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      // A province opens at the same moment.
      await page.getByRole('link', { name: 'นนทบุรี' }).click();
      await banner(page).waitFor();
      await page.getByText('รับรองแล้ว 0 จาก 2').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a survey is stepped through event by event, and the changes since its certification are named',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', `/audit/2565/${city}`);
      await lookBack(page);
      await page.getByRole('button', { name: /^« จุดสำคัญก่อนหน้า/ }).click();
      await page.getByRole('button', { name: /^« จุดสำคัญก่อนหน้า/ }).click();
      await banner(page).waitFor();
      await expect(slider(page)).toHaveAttribute('aria-valuetext', /จังหวัดส่งกลับ/);
      await page.locator('.moment .badge-returned').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.getByRole('link', { name: 'สิ่งที่เปลี่ยนแปลง' }).click();
      const table = page.getByRole('table', { name: /^คำตอบที่เปลี่ยน \d+ ช่อง$/ });
      await table.waitFor();
      const users = table.getByRole('row').filter({ hasText: 'สถิติประชาชน' });
      await expect(users.locator('del')).toHaveText('ไม่มีคำตอบ');
      await expect(users.locator('ins')).toHaveText('1,234');
      await page.getByText(/จังหวัดส่งกลับ — ยอดผู้ใช้ไม่ตรง/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'ตั้งแต่ถูกส่งกลับ' }).click();
      await page.waitForURL(/from=\d+/);
      await table.waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an officer sees the changes in the province, and next time the changes since this visit; in English, on a phone',
    async () => {
      const path = '/provinces/12/2565/difference';
      const options = { language: 'en' as const, width: 390, height: 844 };
      const { page, complaints } = await visit(browser, server.url, 'province.12', path, options);
      await page.getByRole('region', { name: 'Nonthaburi City Municipality' }).waitFor();
      await page.getByText('1,234').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.reload();
      await page.getByRole('button', { name: /^Since you last looked/ }).click();
      await page.getByText('Nothing changed').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
