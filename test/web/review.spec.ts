import { describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, visit } from './support/browser.js';
import { frontEndOfEachTest } from './support/front-end.js';
import { certify, fill, openNextYear } from './support/survey.js';

const city = '03120102';
const form = `/surveys/2565/${city}`;
const first = 'newborn-grant-registration';
const firstTitle = 'รับลงทะเบียนเงินอุดหนุนเพื่อการเลี้ยงดูเด็กแรกเกิด';
const other = 'building-construction-permit';
const SLOW = 240_000;

(chromiumPath ? describe : describe.skip)('what a row was, and what is wrong with it', () => {
  const site = frontEndOfEachTest([city]);

  const row = (page: Page, id: string) => page.locator(`tr[data-rowid="${id}"]`);

  it(
    'an officer marks the rows to correct; the LAO finds them, corrects one, and the officer sees which',
    async () => {
      const clerk = await signIn(site.server.url, `lao.${city}`);
      await fill(clerk, 2565, city);
      await certify(clerk, 2565, city);

      const { page: officerPage } = await visit(site.browser, site.server.url, 'province.12', form);
      await row(officerPage, first)
        .getByRole('checkbox', { name: /^ต้องแก้ไข/ })
        .check();
      await row(officerPage, first).getByRole('textbox').fill('จำนวนผู้ใช้ไม่ตรงกับรายงาน');
      await officerPage.getByRole('link', { name: /^ด้านที่ 4/ }).click();
      await row(officerPage, other)
        .getByRole('checkbox', { name: /^ต้องแก้ไข/ })
        .check();
      // A reloaded page, as after a new sign-in, still has the marks.
      await officerPage.reload();
      await officerPage.getByRole('button', { name: 'ส่งกลับให้แก้ไข (2 รายการ)' }).click();
      const dialog = officerPage.getByRole('dialog');
      await dialog.getByText(`${firstTitle}: จำนวนผู้ใช้ไม่ตรงกับรายงาน`).waitFor();
      await dialog.getByRole('textbox', { name: 'เหตุผล' }).fill('ตรวจสอบกับรายงานประจำปี\nแล้วส่งใหม่');
      await dialog.getByRole('button', { name: 'ส่งกลับ', exact: true }).click();
      await officerPage.getByText('จังหวัดส่งกลับให้แก้ไข เหตุผล:').waitFor();
      await officerPage.locator('#aspect-heading:focus').waitFor();

      const { page, complaints } = await visit(
        site.browser,
        site.server.url,
        `lao.${city}`,
        `${form}/economy`,
      );
      await page.getByText(/ตรวจสอบกับรายงานประจำปี\s+แล้วส่งใหม่/).waitFor();
      await page.getByRole('link', { name: firstTitle }).click();
      await row(page, first).locator(':focus').waitFor();
      await row(page, first).getByText('ต้องแก้ไข: จำนวนผู้ใช้ไม่ตรงกับรายงาน').waitFor();
      await page.keyboard.press('F2');
      const details = page.getByRole('dialog', { name: firstTitle });
      const pastReturn = details.getByRole('listitem').filter({ hasText: 'จังหวัดส่งกลับ' });
      await pastReturn.getByText('จำนวนผู้ใช้ไม่ตรงกับรายงาน').waitFor();
      await page.keyboard.press('Escape');
      await row(page, first)
        .getByRole('radio', { name: /^ไม่จำเป็น/ })
        .check();

      // Certifying saves, and shows what was returned and corrected.
      await page.getByRole('button', { name: 'รับรองข้อมูลและส่งจังหวัด' }).click();
      const summary = page.getByRole('dialog');
      await summary.getByRole('listitem').filter({ hasText: firstTitle }).getByText('แก้ไขแล้ว').waitFor();
      await expect(summary.getByText('ยังไม่แก้ไข')).toHaveCount(1);
      // A colleague saves while the summary is open: it is shown, and the declaration is asked for again.
      const saved = await clerk.put(`/api${form}/aspects/economy`, { answers: {} }, { 'if-match': '*' });
      expect(saved.status).toBe(200);
      const declare = summary.getByRole('button', { name: 'รับรองข้อมูล', exact: true });
      await declare.click();
      await summary.getByText('มีผู้แก้ไขข้อมูลหลังจากที่ท่านเปิดหน้านี้', { exact: false }).waitFor();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      // What was not corrected needs a note.
      await declare.click();
      await summary.getByText('รายการที่จังหวัดขอให้แก้ไขและยังไม่ได้แก้ไข ต้องมีคำชี้แจง').waitFor();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await summary.getByRole('textbox').fill('ตรวจสอบแล้ว ข้อมูลถูกต้อง');
      await declare.click();
      await page.getByText(/อปท\.รับรองข้อมูลแล้ว เมื่อ/).waitFor();
      await expect(page.getByText('จังหวัดส่งกลับให้แก้ไข เหตุผล:')).toHaveCount(0);
      await page.locator('#aspect-heading:focus').waitFor();

      await officerPage.getByText(/จังหวัดเคยส่งกลับให้แก้ไข เมื่อ/).waitFor();
      await officerPage.getByRole('link', { name: /^ด้านที่ 1/ }).click();
      await row(officerPage, first).getByText('แก้ไขแล้ว').waitFor();
      await officerPage.getByRole('link', { name: /^ด้านที่ 4/ }).click();
      await row(officerPage, other).getByText('ยังไม่แก้ไข').waitFor();
      await row(officerPage, other).getByText('คำชี้แจงของ อปท.: ตรวจสอบแล้ว ข้อมูลถูกต้อง').waitFor();
      await expect(row(officerPage, other).getByRole('checkbox', { name: /^ต้องแก้ไข/ })).not.toBeChecked();
      expect(complaints).toEqual([]);

      const { page: trail } = await visit(site.browser, site.server.url, 'auditor', `/audit/2565/${city}`);
      const returned = trail.getByRole('row', { name: /กลับให้แก้ไข/ });
      await returned.getByText(`ต้องแก้ไข: ${firstTitle} (หมายเหตุ: จำนวนผู้ใช้ไม่ตรงกับรายงาน)`).waitFor();
      await trail.getByText(/^คำชี้แจงของ อปท\. เรื่อง .*: ตรวจสอบแล้ว ข้อมูลถูกต้อง$/).waitFor();
    },
    SLOW,
  );

  it(
    'a clerk sees last year’s answer and who changed what, and copies last year’s answers',
    async () => {
      const client = await signIn(site.server.url, `lao.${city}`);
      await fill(client, 2565, city);
      await openNextYear(site.server.url);
      const answer = { hasEService: true, steps: ['submit-request'], channels: ['website'], yearlyUsers: 99 };
      const saved = await client.put(
        `/api${form}/aspects/quality-of-life`,
        { answers: { [first]: answer } },
        { 'if-match': '*' },
      );
      expect(saved.status).toBe(200);

      const { page, complaints } = await visit(
        site.browser,
        site.server.url,
        `lao.${city}`,
        `/surveys/2566/${city}`,
      );
      // One row already has an answer of this year: it stays.
      const kept = row(page, 'newborn-grant-status-check');
      await kept.getByRole('radio', { name: /^มี/ }).check();
      await page.getByRole('button', { name: 'คัดลอกคำตอบปีที่แล้ว' }).click();
      await page.getByRole('button', { name: 'คัดลอก 14 รายการ' }).click();
      const copied = row(page, first);
      await expect(copied.getByRole('radio', { name: /^มี/ })).toBeChecked();
      await expect(copied.getByRole('checkbox', { name: /ยื่นคำขอ/ })).toBeChecked();
      await expect(copied.getByRole('textbox')).toHaveValue('');
      await expect(kept.getByRole('radio', { name: /^มี/ })).toBeChecked();
      await page.getByText('ยังไม่ได้บันทึก 15 รายการ').waitFor();
      await expect(copied.locator('.cell-unsaved').first()).toBeVisible();
      await page.getByRole('button', { name: 'เลิกทำ' }).click();
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
      await expect(copied.getByRole('radio', { name: /^มี/ })).not.toBeChecked();

      await copied.getByRole('radio', { name: /^ไม่มี/ }).check();
      await page.keyboard.press('Control+s');
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await copied.getByRole('radio', { name: /^จำเป็น/ }).focus();
      await page.keyboard.press('F2');
      const details = page.getByRole('dialog', { name: firstTitle });
      await details.getByText('ยังขาด: หากไม่มีจำเป็นต้องดำเนินการหรือไม่').waitFor();
      await details.getByText(/^มี · 1 .*99$/).waitFor();
      await details.getByText('การดำเนินงานในรูปแบบ e-Service: ไม่มีคำตอบ → ไม่มี').waitFor();
      await page.keyboard.press('Escape');
      await copied.locator(':focus').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
