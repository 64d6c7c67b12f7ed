import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { completeAnswers, readForm, surveyPath } from '../support/fill.js';
import { signIn } from '../support/sign-in.js';
import { typed } from '../support/workbook-edits.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { keptDrafts } from './support/drafts.js';

const SLOW = 180_000;
const city = '03120102';
const service = 'newborn-grant-registration';
const edits = [
  { row: service, column: 'hasEService', text: 'ไม่มี' },
  { row: service, column: 'isNeeded', text: 'จำเป็น' },
  { row: 'school-enrolment', column: 'hasEService', text: 'มีค่ะ' },
  { row: '+child-and-youth', column: 'title', text: 'จองคิวออนไลน์' },
];

(chromiumPath ? describe : describe.skip)('a form as an Excel file', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let filled: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer();
    const lao = await signIn(server.url, `lao.${city}`);
    const form = await lao.get(`${surveyPath(city)}/form.xlsx`);
    const buffer = Buffer.from(typed(new Uint8Array(await form.arrayBuffer()), edits));
    filled = { name: 'form.xlsx', mimeType: '', buffer };
    ({ page } = await visit(browser, server.url, `lao.${city}`, `/surveys/2565/${city}`));
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  const choose = () => page.getByLabel('นำเข้าจาก Excel').setInputFiles(filled);
  const dialog = () => page.getByRole('dialog');
  const needed = () =>
    page.locator(`[data-row="${service}"][aria-checked="true"], input[data-row="${service}"]:checked`);

  it(
    'shows the differences and the faults by cell, takes over what is chosen, unsaved, and undoes it',
    async () => {
      await choose();
      await dialog().getByText('ด้านที่ 1 D6 E6').waitFor();
      await dialog().getByText('“มีค่ะ” ไม่ใช่คำตอบในรายการ').waitFor();
      await dialog().getByLabel('จองคิวออนไลน์').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await dialog().getByLabel('จองคิวออนไลน์').uncheck();
      await dialog().getByRole('button', { name: 'นำเข้า 1 รายการ' }).click();
      await expect(needed()).toHaveCount(2);
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
      await page.getByRole('button', { name: 'เลิกทำ' }).click();
      await expect(needed()).toHaveCount(0);
      await expect.poll(() => keptDrafts(page)).toBe('[]');
    },
    SLOW,
  );

  it(
    'adds a new service at once, and asks where another person saved the same cell otherwise',
    async () => {
      const other = await signIn(server.url, `lao.${city}`);
      const form = await readForm(other, city);
      const [aspect] = form.aspects;
      await other.put(
        `${surveyPath(city)}/aspects/${aspect!.id}`,
        { answers: { ...completeAnswers(aspect!.rows), [service]: { hasEService: true, yearlyUsers: 5 } } },
        { 'if-match': `"${form.revision}"` },
      );
      await page.reload();
      await expect(page.locator(`input.count[data-row="${service}"]`)).toHaveValue('5');
      await choose();
      await dialog().getByText('แบบสำรวจมีการบันทึกหลังดาวน์โหลดไฟล์นี้').waitFor();
      await dialog().getByRole('button', { name: 'นำเข้า 2 รายการ' }).click();
      const conflict = page.getByRole('alertdialog');
      await conflict.getByRole('radio').first().check();
      await conflict.getByRole('button').last().click();
      await page.getByText('จองคิวออนไลน์').first().waitFor();
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
    },
    SLOW,
  );

  it(
    'says what is wrong with another file',
    async () => {
      await page.getByLabel('นำเข้าจาก Excel').setInputFiles({ ...filled, buffer: Buffer.from('a,b') });
      await page.getByText('ไม่ใช่ไฟล์ Excel').first().waitFor();
    },
    SLOW,
  );
});
