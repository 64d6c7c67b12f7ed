import { describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { loadQuestionnaires } from '../../src/questionnaire/load-questionnaires.js';
import { signIn as signInByHttp } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, signIn, visit } from './support/browser.js';
import { keptDrafts } from './support/drafts.js';
import { frontEndOfEachTest } from './support/front-end.js';

const city = '03120102';
const form = `/surveys/2565/${city}`;
const first = 'newborn-grant-registration';
const second = 'newborn-grant-status-check';
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('no typing is ever lost', () => {
  const site = frontEndOfEachTest([city]);

  const row = (page: Page, id: string) => page.locator(`tr[data-rowid="${id}"]`);
  const has = (page: Page, id: string) => row(page, id).getByRole('radio', { name: /^มี/ });
  const users = (page: Page, id: string) => row(page, id).getByRole('textbox');
  const save = (page: Page) => page.keyboard.press('Control+s');
  const saves = async (): Promise<number> => {
    const client = await signInByHttp(site.server.url, `lao.${city}`);
    const answer = await client.get(`/api/audit/surveys/2565/${city}/history?pageSize=100`);
    const { items } = (await answer.json()) as { readonly items: readonly { readonly type: string }[] };
    return items.filter(({ type }) => type === 'AspectSaved').length;
  };
  const type = async (page: Page): Promise<void> => {
    await has(page, first).check();
    await users(page, first).fill('1,234');
    await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
  };
  const typingIsKept = (page: Page) => expect.poll(() => keptDrafts(page)).toContain('1,234');

  it(
    'a page whose code failed to load says so, and loads on the next attempt',
    async () => {
      const { page } = await visit(site.browser, site.server.url, `lao.${city}`);
      await page.route('**/assets/form-page*', (route) => route.abort());
      await page.goto(site.server.url + form);
      const retry = page.getByRole('button', { name: 'ลองอีกครั้ง' });
      await retry.waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.unroute('**/assets/form-page*');
      await retry.click();
      await row(page, first).waitFor();
    },
    SLOW,
  );

  it(
    'a crashed tab: everything is there again, and the page says so',
    async () => {
      const { page, context } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      await typingIsKept(page);
      // The browser closes the connection of the page and takes what was kept with it.
      const devtools = await context.newCDPSession(page);
      await devtools.send('Storage.clearDataForOrigin', {
        origin: site.server.url,
        storageTypes: 'indexeddb',
      });
      await typingIsKept(page);
      await page.close({ runBeforeUnload: false });
      const again = await context.newPage();
      await again.goto(site.server.url + form);
      await again.getByText('กู้คืนข้อมูลที่ยังไม่ได้บันทึก 1 รายการ', { exact: false }).waitFor();
      await expect(users(again, first)).toHaveValue('1,234');
    },
    SLOW,
  );

  it(
    'a round that closes under unsaved rows: they stay readable, and are sent after asking when it is extended',
    async () => {
      const { page, complaints } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      const admin = await signInByHttp(site.server.url, 'admin');
      await admin.post('/api/campaigns/2565/closure', {});
      const unsent = page.getByRole('region', { name: 'ข้อมูลที่ยังไม่ได้ส่ง 1 รายการ' });
      await unsent.getByText('1,234', { exact: false }).waitFor();
      await expect(unsent.getByText('ยังไม่ได้ส่ง', { exact: true })).toHaveCount(1);
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.goto(`${site.server.url}/print/2565/${city}`);
      await unsent.getByText('1,234', { exact: false }).waitFor();
      await page.goto(`${site.server.url}/surveys`);
      await page.getByText('เครื่องนี้มีข้อมูลที่กรอกแล้วแต่ยังไม่ได้ส่ง 1 รายการ').waitFor();
      await page.goto(site.server.url + form);
      await unsent.waitFor();

      const closesAt = new Date(Date.now() + 86_400_000).toISOString();
      await admin.post('/api/campaigns/2565/extension', { closesAt, reason: 'ขยายเวลา' });
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('1,234', { exact: false }).waitFor();
      await expect.poll(saves).toBe(0);
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await dialog.getByRole('button', { name: 'ส่งตอนนี้' }).click();
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await expect.poll(saves).toBe(1);
      await expect(users(page, first)).toHaveValue('1,234');
      await expect.poll(() => keptDrafts(page)).toBe('[]');
      await page.reload();
      await row(page, first).waitFor();
      await expect(page.getByText('ยังไม่ได้บันทึก 1 รายการ')).toHaveCount(0);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a dropped connection: the save waits, says so, and is sent by itself',
    async () => {
      const { page, context } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      await context.setOffline(true);
      await save(page);
      await page.getByText('ออฟไลน์ — เก็บไว้ในเครื่องแล้ว').waitFor();
      await context.setOffline(false);
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await expect.poll(saves).toBe(1);
    },
    SLOW,
  );

  it(
    'a lost answer: the same save is sent again under the same key and happens once',
    async () => {
      const { page } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      const keys: (string | undefined)[] = [];
      await page.route('**/aspects/*', async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        if (keys.length > 1) return route.continue();
        await route.fetch();
        return route.abort('connectionreset');
      });
      await save(page);
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      expect(keys).toHaveLength(2);
      expect(keys[1]).toBe(keys[0]);
      await expect.poll(saves).toBe(1);
    },
    SLOW,
  );

  it(
    'an expired session: the page stays, and after sign-in the save is sent by itself',
    async () => {
      const { page, context } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      await context.clearCookies();
      await save(page);
      const again = page.getByRole('link', { name: 'เข้าสู่ระบบอีกครั้ง' });
      await again.waitFor();
      await expect(users(page, first)).toHaveValue('1,234');
      const address = `/auth/login?returnTo=${encodeURIComponent(form)}`;
      await expect(again).toHaveAttribute('href', address);
      await page.goto(`${site.server.url}${address}&login_hint=lao.${city}`);
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await expect(users(page, first)).toHaveValue('1,234');
      await expect.poll(saves).toBe(1);
    },
    SLOW,
  );

  it(
    'two people in one aspect: the second sees who saved what, cell by cell, and chooses',
    async () => {
      const one = await visit(site.browser, site.server.url, `lao.${city}`, form);
      const two = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(two.page);
      await has(two.page, second).check();
      await has(one.page, first).check();
      await users(one.page, first).fill('99');
      await save(one.page);
      await one.page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();

      await save(two.page);
      const dialog = two.page.getByRole('alertdialog');
      await dialog.getByText('รับลงทะเบียนเงินอุดหนุน', { exact: false }).waitFor();
      await expect(dialog.getByText(/เมื่อ \d\d\/\d\d\/25\d\d/).first()).toBeVisible();
      const apply = dialog.getByRole('button', { name: 'ใช้ตามที่เลือกและบันทึก' });
      await expect(apply).toBeDisabled();
      await dialog.getByRole('radio', { name: /^บัญชีของท่านเอง.*99/ }).check();
      await apply.click();
      await two.page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await expect(users(two.page, first)).toHaveValue('99');
      await expect(has(two.page, second)).toBeChecked();
      expect(two.complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'a save of another aspect by another person asks no question',
    async () => {
      const { page } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      const client = await signInByHttp(site.server.url, `lao.${city}`);
      const other = await client.put(
        `/api/surveys/2565/${city}/aspects/other-services`,
        { answers: {} },
        { 'if-match': '"-1"', 'idempotency-key': 'other-aspect' },
      );
      expect(other.status).toBe(200);
      await save(page);
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();
      await expect(page.getByRole('alertdialog')).toHaveCount(0);
      await expect.poll(saves).toBe(2);
    },
    SLOW,
  );

  it(
    'signing out of a shared computer clears the drafts, after asking',
    async () => {
      const { page, context } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await type(page);
      await typingIsKept(page);
      await page.getByRole('button', { name: 'ออกจากระบบ' }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('มี 1 รายการที่ยังไม่ได้บันทึก', { exact: false }).waitFor();
      await dialog.getByRole('button', { name: 'ลบและออกจากระบบ' }).click();
      await page.getByRole('link', { name: 'เข้าสู่ระบบ' }).waitFor();
      await page.goto(
        `${site.server.url}/auth/login?login_hint=lao.${city}&returnTo=${encodeURIComponent(form)}`,
      );
      await row(page, first).waitFor();
      await expect(has(page, first)).not.toBeChecked();
      await context.close();

      const bare = await site.browser.newContext();
      await bare.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined })");
      const without = await bare.newPage();
      await signIn(without, site.server.url, `lao.${city}`, form);
      await type(without);
      await without.getByText('เก็บข้อมูลในเครื่องนี้ไม่ได้', { exact: false }).waitFor();
      await without.getByRole('button', { name: 'ออกจากระบบ' }).click();
      await without.getByRole('alertdialog').getByRole('button', { name: 'ลบและออกจากระบบ' }).click();
      await without.getByRole('link', { name: 'เข้าสู่ระบบ' }).waitFor();
    },
    SLOW,
  );

  it(
    'a full survey is filled and certified with the keyboard alone',
    async () => {
      const { page, complaints } = await visit(site.browser, site.server.url, `lao.${city}`, form);
      await row(page, first).waitFor();
      const focused = () =>
        page.evaluate<{ readonly column?: string; readonly text: string | null }>(
          '({ column: document.activeElement.dataset.col, text: document.activeElement.textContent })',
        );
      const tabTo = async (found: (at: Awaited<ReturnType<typeof focused>>) => boolean): Promise<void> => {
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Tab');
          if (found(await focused())) return;
        }
        throw new Error('not reached with Tab');
      };
      const rowsOf = loadQuestionnaires('data')[0]!.aspects.map(
        ({ groups }) => groups.flatMap(({ rows }) => rows).length,
      );
      for (let aspect = 1; aspect <= 6; aspect += 1) {
        await page.getByRole('heading', { name: new RegExp(`^ด้านที่ ${aspect} `) }).waitFor();
        const rows = rowsOf[aspect - 1]!;
        await expect(page.locator('tr[data-rowid]')).toHaveCount(rows);
        if (rows > 0) {
          await tabTo(({ column }) => column === '1');
          await page.keyboard.press('ArrowRight');
        }
        for (let index = 0; index < rows; index += 1) {
          for (const key of ['Space', 'ArrowRight', 'Space', 'ArrowDown', 'ArrowLeft']) {
            await page.keyboard.press(key);
          }
          // Down from จำเป็น of an answered row to an unanswered row selects its ไม่มี; the option to the left is มี.
          const { column } = await focused();
          if (column === '1') await page.keyboard.press('ArrowRight');
        }
        await tabTo(({ text }) => /^บันทึก/.test(text ?? ''));
        await page.keyboard.press('Enter');
        await page.getByText(`บันทึกด้านที่ ${aspect} แล้ว`).waitFor();
      }
      await tabTo(({ text }) => text === 'รับรองข้อมูลและส่งจังหวัด');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await tabTo(({ text }) => text === 'รับรองข้อมูล');
      await page.keyboard.press('Enter');
      await page.getByText(/อปท\.รับรองข้อมูลแล้ว เมื่อ/).waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
