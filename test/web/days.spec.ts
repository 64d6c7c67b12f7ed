import { describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, visit } from './support/browser.js';
import { frontEndOfEachTest } from './support/front-end.js';
import { certify, fill } from './support/survey.js';

const city = '03120102';
const other = '05120501';
const form = `/surveys/2565/${city}`;
/** A busy machine with one core for the browser and one for the server. */
const SLOW = 180_000;

/** Each person's whole day, in a real browser, against the real server with real sign-in. */
(chromiumPath ? describe : describe.skip)('a day at the front end', () => {
  const site = frontEndOfEachTest([city, other]);

  /** LAO staff who completed their surveys by HTTP before the test begins. */
  const certifiedBefore = async (...laos: readonly string[]) => {
    const clients = await Promise.all(laos.map((lao) => signIn(site.server.url, `lao.${lao}`)));
    for (const [index, client] of clients.entries()) {
      await fill(client, 2565, laos[index]!);
      await certify(client, 2565, laos[index]!);
    }
    return clients;
  };
  const provinceCertified = async (): Promise<void> => {
    const officer = await signIn(site.server.url, 'province.12');
    await officer.post('/api/provinces/12/certifications/2565');
  };

  const row = (page: Page, id: string) => page.locator(`tr[data-rowid="${id}"]`);

  it(
    'LAO staff fill, see what is missing, complete and certify',
    async () => {
      const { page, complaints } = await visit(site.browser, site.server.url, `lao.${city}`);
      await page.getByText('1 ถึง 1 จาก 1').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('link', { name: /แก้ไขข้อมูล/ }).click();
      const first = row(page, 'newborn-grant-registration');

      // คำชี้แจง is open at first, and stays closed for good once it was read.
      await page.getByText('1) วัตถุประสงค์', { exact: false }).waitFor();
      await page.getByText('คำชี้แจง', { exact: true }).click();
      await page.getByText('1) วัตถุประสงค์', { exact: false }).waitFor({ state: 'hidden' });

      // A short head leaves room for eleven rows.
      const box = async (selector: string, nth = 0) => (await page.locator(selector).nth(nth).boundingBox())!;
      await expect.poll(async () => (await box('.form-table thead')).height).toBeLessThanOrEqual(90);
      const roomBelowTheEleventh = async (): Promise<number> => {
        const eleventh = await box('tr[data-rowid]', 10);
        return (await box('.bottom-bar')).y - (eleventh.y + eleventh.height);
      };
      await expect.poll(roomBelowTheEleventh).toBeGreaterThanOrEqual(0);

      // มี, with steps, channels and a number in Thai digits.
      await first.getByRole('radio', { name: /^มี/ }).check();
      await first.getByRole('checkbox', { name: /ยื่นคำขอ/ }).check();
      await first.getByRole('button', { name: /^เลือก/ }).click();
      const channels = page.getByRole('dialog');
      await channels.getByRole('checkbox', { name: 'เว็บไซต์' }).check();
      await channels.getByRole('checkbox', { name: 'อื่นๆ (ระบุ)' }).check();
      await channels.getByRole('textbox', { name: 'ช่องทางอื่น (ระบุ)' }).fill('รถบริการเคลื่อนที่');
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await page.getByRole('button', { name: 'ตกลง' }).click();
      await first.getByRole('textbox').fill('๑,๒๓๔');
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();

      // Changing to ไม่มี clears, and can be undone.
      await first.getByRole('radio', { name: /^ไม่มี/ }).check();
      await expect(first.getByRole('textbox')).toHaveValue('');
      await page.getByRole('button', { name: 'เลิกทำ' }).click();
      await expect(first.getByRole('textbox')).toHaveValue('๑,๒๓๔');

      // One undo takes back one edit, says so, and keeps the focus in the form.
      const step = first.getByRole('checkbox', { name: /ยื่นคำขอ/ });
      await step.uncheck();
      await page.keyboard.press('Control+z');
      await page.getByRole('status').getByText('เลิกทำแล้ว: รับลงทะเบียน', { exact: false }).waitFor();
      await expect(step).toBeChecked();
      await expect(first.getByRole('textbox')).toHaveValue('๑,๒๓๔');
      await first.locator(':focus').waitFor();
      await page.keyboard.press('Control+y');
      await expect(step).not.toBeChecked();
      await page.keyboard.press('Control+z');

      // Keys answer from anywhere in the row, and a tick says มี. One button answers what is left.
      const [second, third] = [page.locator('tr[data-rowid]').nth(1), page.locator('tr[data-rowid]').nth(2)];
      await second.getByRole('checkbox', { name: /ยื่นคำขอ/ }).check();
      await expect(second.getByRole('radio', { name: /^มี/ })).toBeChecked();
      await page.keyboard.press('2');
      await expect(second.getByRole('checkbox', { checked: true })).toHaveCount(2);
      await first.getByRole('textbox').press('Enter');
      await page.keyboard.type('7');
      await expect(second.getByRole('textbox')).toHaveValue('7');
      await third.getByRole('radio', { name: /^มี/ }).focus();
      await third.locator(':focus').dispatchEvent('keydown', { key: 'น', code: 'KeyO' });
      await expect(third.getByRole('radio', { name: /^ไม่มี/ })).toBeChecked();
      await third.locator(':focus').dispatchEvent('keydown', { key: 'ม', code: 'Comma' });
      await expect(third.getByRole('radio', { name: /^มี/ })).toBeChecked();
      await page.keyboard.press('0');
      await page
        .getByRole('button', { name: /^ที่เหลือทั้งหมด/ })
        .first()
        .click();
      await expect(second.getByRole('textbox')).toHaveValue('7');
      await expect(page.getByRole('radio', { name: /^ไม่จำเป็น/, checked: true }).nth(2)).toBeVisible();
      await page.getByRole('button', { name: 'เลิกทำ' }).last().click();
      await expect(page.getByRole('radio', { name: /^ไม่จำเป็น/, checked: true })).toHaveCount(0);

      // A row takes steps and channels from the row before. The checklist takes digits.
      await third.getByRole('button', { name: /^ใช้ขั้นตอนและช่องทางเดิมกับ/ }).click();
      await third.locator('input.count:focus').waitFor();
      await page.keyboard.type('5');
      await third
        .getByRole('button', { name: /ช่องทาง/ })
        .first()
        .click();
      await page.locator('.channels input:focus').waitFor();
      await page.keyboard.press('2');
      await page.keyboard.press('Enter');
      await third.locator('input.count:focus').waitFor();
      await expect(third.getByRole('checkbox', { checked: true })).toHaveCount(2);
      await expect(third.getByRole('textbox')).toHaveValue('5');

      // A column from a spreadsheet goes down from the focused count, in one step.
      await page.evaluate(`{
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', '1,005\\nสิบ\\n12');
        const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(paste);
      }`);
      await page.getByRole('dialog').getByText('บรรทัดที่ 2 “สิบ”: ไม่ใช่จำนวนคน').waitFor();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await page.keyboard.press('Escape');
      const counts = page.locator('input.count');
      await expect(counts.nth(2)).toHaveValue('1,005');
      await expect(counts.nth(4)).toHaveValue('12');
      await page.keyboard.press('Control+z');
      await expect(counts.nth(2)).toHaveValue('5');
      await expect(counts.nth(4)).toHaveValue('');

      await page.keyboard.press('Control+Shift+Enter');
      await page.getByRole('heading', { name: /^ด้านที่ 2/ }).waitFor();

      // An added row in aspect 6, removed and put back.
      await page.getByRole('link', { name: /^ด้านที่ 6/ }).click();
      await page.getByRole('button', { name: 'ไม่มีงานบริการอื่น' }).click();
      await page.getByText('บันทึกแล้วว่าไม่มีงานบริการอื่น', { exact: false }).waitFor();
      await page.getByRole('button', { name: '+ เพิ่มข้อมูล' }).click();
      const title = page.getByRole('textbox', { name: 'ชื่องานบริการที่เพิ่ม' });
      await title.fill('สมัครเข้าเรียนโรงเรียน ');
      await page.getByText('มีรายการชื่อนี้แล้วในด้านที่ 1').waitFor();
      await title.fill('จองคิวรับบริการออนไลน์');
      await title.press('Enter');
      const added = page.getByRole('row', { name: /จองคิวรับบริการออนไลน์/ });
      await added.getByRole('radio', { name: /^ไม่มี/ }).check();
      await added.locator('[data-field=hasEService]:focus').waitFor();
      await page.getByRole('button', { name: /^ลบ จองคิว/ }).click();
      await added.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'เลิกทำ' }).click();
      await added.waitFor();
      await expect(added.getByRole('radio', { name: /^ไม่มี/ })).toBeChecked();

      // Certifying too early: the manual's popup, with links to the cells, and red icons.
      await page.getByRole('button', { name: 'รับรองข้อมูลและส่งจังหวัด' }).click();
      await page.getByRole('heading', { name: 'กรุณากรอกข้อมูลให้ครบก่อนทำการรับรองข้อมูล' }).waitFor();
      await page.getByRole('link', { name: 'ตรวจสอบสถานะการรับเงินอุดหนุนเพื่อการเลี้ยงดูเด็กแรกเกิด' }).click();
      await page.locator('tr[data-rowid="newborn-grant-status-check"] :focus').waitFor();
      await expect(page.locator('.aspect-state-refused')).toHaveCount(6);

      // The rest is saved over HTTP; the open page takes it over by itself.
      const client = await signIn(site.server.url, `lao.${city}`);
      await fill(client, 2565, city, ['newborn-grant-registration']);
      await page.reload();
      await page.getByText('ครบ 15/15').first().waitFor();
      await page.getByRole('button', { name: 'รับรองข้อมูลและส่งจังหวัด' }).click();
      await page.getByText('ขอรับรองว่าข้อมูลข้างต้นถูกต้องครบถ้วน', { exact: false }).waitFor();
      await page.getByRole('button', { name: 'รับรองข้อมูล', exact: true }).click();
      await page.getByText(/อปท\.รับรองข้อมูลแล้ว เมื่อ \d\d\/\d\d\/25\d\d \d\d:\d\d:\d\d/).waitFor();
      await page.getByText('จังหวัดนนทบุรีจะตรวจข้อมูล', { exact: false }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.goto(`${site.server.url}/print/2565/${city}`);
      await page.getByRole('button', { name: 'พิมพ์แบบสำรวจ' }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an officer sees who is missing, returns one with a reason, watches it come back, and certifies the province',
    async () => {
      const [first] = await certifiedBefore(city);
      const { page, complaints } = await visit(site.browser, site.server.url, 'province.12', '/provinces/12');
      await page.getByText('รับรองแล้ว 1 จาก 2').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      const certifyAll = page.getByRole('button', { name: 'จังหวัดดำเนินการรับรองข้อมูลทั้งหมด' });
      await expect(certifyAll).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('button', { name: 'ขาดอีก 1 แห่ง' }).click();
      const popup = page.getByRole('alertdialog');
      await popup.getByText(/เนื่องจาก มี 1 อปท\. ภายใต้จังหวัด ยังไม่ได้ดำเนินการรับรองข้อมูล/).waitFor();
      await popup.getByRole('link', { name: 'เทศบาลตำบลไทรน้อย' }).waitFor();
      await expect(popup.getByRole('listitem')).toHaveText(['เทศบาลตำบลไทรน้อยยังไม่เริ่ม']);
      await expect(popup.getByRole('heading', { name: 'อำเภอไทรน้อย', exact: true })).toBeVisible();
      await popup.getByRole('button', { name: 'ใช่' }).click();

      await page
        .getByRole('row', { name: /เทศบาลนครนนทบุรี/ })
        .getByRole('link')
        .click();
      await page.getByText(/อปท\.รับรองข้อมูลแล้ว เมื่อ/).waitFor();
      await expect(page.getByRole('textbox')).toHaveCount(0);
      await page.getByRole('button', { name: 'ส่งกลับให้แก้ไข' }).click();
      await page.getByRole('textbox', { name: 'เหตุผล' }).fill('จำนวนผู้ใช้ไม่ตรงกับรายงาน');
      await page.getByRole('button', { name: 'ส่งกลับ', exact: true }).click();
      await page.getByText('จังหวัดส่งกลับให้แก้ไข เหตุผล:').waitFor();

      // The page is not touched: the LAOs work, and the count follows.
      await page.getByRole('link', { name: 'ภาพรวมจังหวัด' }).first().click();
      await page.getByText('รับรองแล้ว 0 จาก 2').waitFor();
      await certify(first!, 2565, city, 'ตรวจสอบแล้ว ถูกต้อง');
      await certifiedBefore(other);
      await page.getByText('รับรองแล้ว 2 จาก 2').waitFor();

      await page.getByRole('button', { name: 'จังหวัดดำเนินการรับรองข้อมูลทั้งหมด' }).click();
      await page.getByRole('button', { name: 'รับรองข้อมูลทั้งหมด', exact: true }).click();
      // The page behind the popup shows the certification, and the popup stays until it is closed.
      await page.getByText(/จังหวัดรับรองข้อมูลทั้งหมดแล้ว เมื่อ/).waitFor();
      await page.getByRole('heading', { name: 'รับรองข้อมูลเรียบร้อยแล้ว' }).waitFor();
      // The page behind it follows; the popup stays until it is read.
      await page.getByText(/จังหวัดรับรองข้อมูลทั้งหมดแล้ว เมื่อ/).waitFor();
      await page.getByRole('button', { name: 'ใช่' }).click();

      // The changes since this officer's last visit.
      await page.goto(`${site.server.url}${form}`);
      await page.getByText(/ตั้งแต่ท่านดูครั้งก่อน/).waitFor();
      await page.getByText(/เปลี่ยนแปลง 0 รายการตั้งแต่การรับรองครั้งก่อน/).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an auditor reads the history and the form as it stood',
    async () => {
      await certifiedBefore(city);
      const { page, complaints } = await visit(
        site.browser,
        site.server.url,
        'auditor',
        `/audit/2565/${city}`,
      );
      await page.getByRole('row', { name: /รับรองข้อมูลของ.*และส่งจังหวัด/ }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page
        .getByRole('button', { name: /^ดูแบบสำรวจ \d/ })
        .last()
        .click();
      await page.getByRole('heading', { name: /^แบบสำรวจ ณ / }).waitFor();
      await expect(page).toHaveURL(/at=\d+/);
      const chosen = page.url();
      // The same with the keyboard: down the list, into the event, and to the linked form.
      await page.getByRole('button', { name: 'โหลดใหม่' }).focus();
      for (const key of ['Tab', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
      await page.locator('#moment-heading:focus').waitFor();
      await expect(page).not.toHaveURL(chosen);
      await page.getByRole('textbox', { name: /^ดูข้อมูล ณ เวลา/ }).fill('31/12/2022 10:00:00');
      await page.getByRole('button', { name: 'แสดง', exact: true }).click();
      await page.getByText('ใช้ปี พ.ศ.', { exact: false }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'an administrator revokes a province’s certification, extends and closes a campaign, in English',
    async () => {
      await certifiedBefore(city, other);
      await provinceCertified();
      const { page, complaints } = await visit(site.browser, site.server.url, 'admin', '/campaigns', {
        language: 'en',
      });
      await page.getByText('1 provinces').waitFor();
      await page.getByText('1 provinces').click();
      await page.getByRole('link', { name: 'Nonthaburi' }).click();
      await page.getByRole('button', { name: 'Revoke the certification' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).fill('checked again');
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke the certification' }).click();
      await page.getByText(/The department revoked the certification/).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.getByRole('link', { name: 'Campaigns' }).click();
      await page.getByRole('button', { name: 'Extend' }).click();
      await page.getByRole('textbox', { name: 'Closes' }).fill('31/12/2572 16:30:00');
      await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
      await page.getByText('31/12/2572 16:30:00').waitFor();
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole('cell', { name: 'Closed' }).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a person without a session is asked to sign in, and then gets the page they asked for',
    async () => {
      const page = await (await site.browser.newContext()).newPage();
      await page.goto(`${site.server.url}${form}`);
      const link = page.getByRole('link', { name: 'เข้าสู่ระบบ' });
      await expect(link).toHaveAttribute('href', `/auth/login?returnTo=${encodeURIComponent(form)}`);
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );
});
