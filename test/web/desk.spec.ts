import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { certify, directoryOf, fill } from './support/survey.js';

const [city, sao, town] = ['03120102', '06120106', '05120501'];
const SLOW = 240_000;

(chromiumPath ? describe : describe.skip)('the desks of officers, auditors and administrators', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ directoryDir: await directoryOf([city, sao, town]) });
    browser = await openBrowser();
    for (const lao of [city, sao]) {
      const clerk = await signIn(server.url, `lao.${lao}`);
      await fill(clerk, 2565, lao);
      await certify(clerk, 2565, lao);
    }
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  const names = (page: Page) => page.locator('.matrix tbody th[scope=row]');

  it(
    'an officer lands on the province, finds an LAO, and reviews one after the other',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12', '/');
      await page.getByText('รับรองแล้ว 2 จาก 3').waitFor();
      await expect(page).toHaveURL(`${server.url}/provinces/12`);
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.getByRole('searchbox', { name: 'ค้นหา อปท. หรืออำเภอ' }).fill('ไทรน้อย');
      await page.getByText('แสดง 1 จาก 3 แห่ง').waitFor();
      await expect(names(page)).toHaveText(['เทศบาลตำบลไทรน้อย']);
      await page.getByRole('searchbox').fill('');
      await page.getByRole('combobox', { name: 'แสดง' }).selectOption({ label: 'รับรองแล้ว รอตรวจ (2)' });
      await page.getByText('แสดง 2 จาก 3 แห่ง').waitFor();
      const [first, second] = ['เทศบาลนครนนทบุรี', 'อบต.บางไผ่'];
      await expect(names(page)).toHaveText([first, second]);

      await page.getByRole('link', { name: first }).click();
      await page.getByRole('heading', { name: first }).waitFor();
      await page.getByText('ตรวจแล้ว 0/3 · แห่งที่ 1 จาก 2 ที่เลือกไว้').waitFor();
      await expect(page.locator('.review-line')).toHaveCount(64);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'ตรวจแล้ว ไปแห่งถัดไป' }).click();
      await page.getByRole('heading', { name: second }).waitFor();
      await page.getByText('ตรวจแล้ว 1/3 · แห่งที่ 1 จาก 1 ที่เลือกไว้').waitFor();
      await page.locator('#aspect-heading:focus').waitFor();

      // One key flags a row, and what is written next is its note, which the return takes over.
      const line = page.locator('.review-line').nth(1);
      await page.locator('.review-line').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('KeyF');
      await page.keyboard.type('ตรวจกับรายงาน');
      await page.keyboard.press('Enter');
      await expect(line).toHaveAttribute('aria-pressed', 'true');
      await page.locator('.review-line:focus').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'ส่งกลับให้แก้ไข (1 รายการ)' }).click();
      await page
        .getByRole('dialog')
        .getByText(/: ตรวจกับรายงาน$/)
        .waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'ภาพรวมจังหวัด' }).last().click();
      await expect(page).toHaveURL(/\?state=to-review$/);
      await expect(names(page)).toHaveText([second]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'the button above the list names those missing, to copy for a letter',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'province.12', '/surveys');
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      // It is only said to be disabled: pressing it names those missing, too.
      const certifyAll = page.getByRole('button', { name: 'จังหวัดดำเนินการรับรองข้อมูลทั้งหมด' });
      await expect(certifyAll).toHaveAttribute('aria-disabled', 'true');
      await certifyAll.click({ force: true });
      await page.getByRole('button', { name: 'คัดลอกรายชื่อ' }).click();
      await page.getByText('คัดลอกแล้ว').waitFor();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await expect
        .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
        .toBe(
          [
            'รายชื่อ อปท. ในจังหวัดนนทบุรี ที่ยังไม่ได้รับรองข้อมูล ปีงบประมาณ 2565 จำนวน 1 แห่ง',
            'อำเภอไทรน้อย',
            '1. เทศบาลตำบลไทรน้อย',
          ].join('\n'),
        );
      await page.getByRole('button', { name: 'ใช่' }).click();
      await page.getByRole('combobox', { name: 'จำนวนรายการต่อหน้า' }).selectOption({ label: '20 รายการ' });
      await page.waitForURL(/pageSize=20/);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an auditor asks in four actions who changed what, where and when',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'auditor', '/audit/2565');
      await page.getByRole('searchbox').fill('ทุจริต บางไผ่');
      await page.getByRole('button', { name: 'วันนี้', exact: true }).click();
      await page.getByText('“บางไผ่” คือ อปท. 1 แห่ง: อบต.บางไผ่').waitFor();
      const row = page.getByRole('row', { name: /อบต\.บางไผ่/ });
      await row.getByText(/^การดำเนินงานในรูปแบบ e-Service.* → ไม่มี$/).waitFor();
      await expect(row).toHaveCount(1);
      await row.getByRole('button', { name: /^ข้อมูลทางเทคนิค/ }).click();
      await page.getByRole('dialog').getByText('SaveAspect').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      // A day that was chosen is whole at both ends, and can be chosen in the calendar.
      await page.getByRole('button', { name: 'เลือกวันจากปฏิทิน: วันที่ (วว/ดด/ปปปป)' }).click();
      const today = page
        .getByRole('dialog')
        .locator('[data-selected] [role=button], .calendar-day[data-selected]');
      await today.first().waitFor();
      await expect.poll(() => axeFindings(page, '[role=dialog]')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox').fill('ฮ่าๆ');
      await page.getByRole('button', { name: 'ค้นหา' }).click();
      await page.getByText('ไม่มีบริการ อปท. หรือผู้ทำรายการที่ชื่อมีคำว่า “ฮ่าๆ”').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an administrator begins with what needs attention, and is asked twice before a round gets shorter',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'admin', '/');
      await page.getByRole('link', { name: /^ปีงบประมาณ 2565: อปท\. 1 แห่งยังไม่เริ่ม/ }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      const heightOfBar = async () => (await page.locator('.top-bar').boundingBox())!.height;
      await expect.poll(heightOfBar).toBeLessThan(52);

      await page.getByRole('link', { name: 'รอบสำรวจ', exact: true }).click();
      await page.getByRole('button', { name: 'ขยายเวลา' }).click();
      const dialog = page.getByRole('dialog');
      const soon = new Date(Date.now() + 2 * 24 * 3_600_000);
      const day = `${soon.getUTCDate()}/${soon.getUTCMonth() + 1}/${soon.getUTCFullYear() + 543}`;
      await dialog.getByRole('textbox', { name: 'ปิดรับ' }).fill(day);
      await dialog.getByRole('button', { name: 'ขยายเวลา' }).click();
      await dialog.getByText(/เวลาใหม่สิ้นสุดเร็วกว่าเดิม .* 23:59:59/).waitFor();
      await expect.poll(() => axeFindings(page, '[role=dialog]')).toEqual([]);
      await dialog.getByRole('button', { name: 'ยืนยันให้ปิดรับเร็วขึ้น' }).click();
      await page.getByRole('cell', { name: /23:59:59$/ }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a clerk has no access to the pages of others',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${city}`, '/campaigns');
      await page.getByRole('heading', { name: 'ไม่มีสิทธิ์ใช้หน้านี้' }).waitFor();
      await expect(page.getByRole('button', { name: 'เปิดรอบสำรวจ' })).toHaveCount(0);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('link', { name: 'ไปหน้าแรก' }).click();
      // What is certified is only looked at.
      await page.getByRole('link', { name: /^ดูข้อมูล เทศบาลนครนนทบุรี/ }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
