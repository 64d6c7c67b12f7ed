import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { signIn } from '../support/sign-in.js';
import { startServer, type TestServer } from '../support/server.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { printedPages } from './support/printed-pages.js';
import { certify, directoryOf, fill } from './support/survey.js';

/** One LAO for each test: they share the server. */
const laos = ['03120102', '03120601', '04120201', '05120501', '06120605', '06120606', '06120106'] as const;
const SLOW = 120_000;
const formOf = (lao: string, aspect = ''): string => `/surveys/2565/${lao}${aspect && `/${aspect}`}`;

(chromiumPath ? describe : describe.skip)('the form of a clerk', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ directoryDir: await directoryOf(laos) });
    browser = await openBrowser();
  }, SLOW);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const row = (page: Page, at: number) => page.locator('tr[data-rowid]').nth(at);
  /** The `at`-th row has so many ticked steps. */
  const stepsOf = (page: Page, at: number, count: number) =>
    row(page, at)
      .locator('td:has([type=checkbox]:checked)')
      .nth(count - 1)
      .waitFor();

  it(
    'adds a row as an empty line, corrects its title in its place, and keeps the focus when it is removed',
    async () => {
      const { page, complaints } = await visit(
        browser,
        server.url,
        `lao.${laos[0]}`,
        formOf(laos[0], 'other-services'),
      );
      const add = page.getByRole('button', { name: '+ เพิ่มข้อมูล' });
      const typed = page.locator('.title-input');
      await add.click();
      await page.keyboard.press('Escape');
      await page.locator('[data-adds]:focus').waitFor();

      // What was typed survives a reload, and becomes a row by Enter or Tab.
      await add.click();
      await typed.fill('จองคิว');
      await page.reload();
      await expect(typed).toHaveValue('จองคิว');
      await typed.press('Enter');
      await row(page, 0).locator('[data-field=hasEService]:focus').waitFor();
      await add.click();
      await typed.fill(' จองคิว');
      await typed.press('Tab');
      await row(page, 1).locator('[data-field=hasEService]:focus').waitFor();
      await row(page, 1).getByText('มีรายการชื่อเดียวกันในด้านนี้').waitFor();
      await expect.poll(() => axeFindings(page, '.form-main')).toEqual([]);

      await row(page, 1).getByRole('button', { name: 'แก้ไขชื่อ จองคิว' }).click();
      await typed.fill('จองคิวออนไลน์');
      await expect.poll(() => axeFindings(page, '.form-main')).toEqual([]);
      await typed.press('Enter');
      await row(page, 1).locator('[aria-label="แก้ไขชื่อ จองคิวออนไลน์"]:focus').waitFor();
      await page.getByText('มีรายการชื่อเดียวกันในด้านนี้').first().waitFor({ state: 'detached' });

      // The message with its undo is in the bar, over no row.
      await row(page, 0).getByRole('button', { name: 'ลบ จองคิว', exact: true }).click();
      await page.locator('.bottom-bar').getByText('ลบ จองคิว แล้ว').waitFor();
      await row(page, 0).locator('[data-field=hasEService]:focus').waitFor();
      await page.locator('.bottom-bar').getByRole('button', { name: 'เลิกทำ' }).click();
      await page.getByRole('button', { name: 'แก้ไขชื่อ จองคิว', exact: true }).waitFor();
      await page.locator('body:not(:focus)').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'fills down by the handle and by the menu of a row, and never changes a count',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${laos[1]}`, formOf(laos[1]));
      await page.getByText('คำชี้แจง', { exact: true }).click();
      await row(page, 0)
        .getByRole('checkbox', { name: /ยื่นคำขอ/ })
        .check();
      await row(page, 2).getByRole('textbox').fill('77');
      await row(page, 0)
        .getByRole('checkbox', { name: /ยื่นคำขอ/ })
        .focus();
      const handle = (await row(page, 0).locator('.fill-handle:visible').first().boundingBox())!;
      const last = (await row(page, 3).boundingBox())!;
      await page.mouse.move(handle.x + 6, handle.y + 6);
      await page.mouse.down();
      await page.mouse.move(handle.x + 6, last.y + 6, { steps: 3 });
      await row(page, 3).and(page.locator('[data-filling]')).waitFor();
      await page.mouse.up();
      for (const at of [1, 2, 3]) await stepsOf(page, at, 1);
      await expect(row(page, 2).getByRole('textbox')).toHaveValue('77');
      await page.locator('.bottom-bar').getByText('คัดลอกไปยัง 3 แถวในกลุ่มแล้ว').waitFor();

      // The same for the keyboard: the menu of a row.
      await row(page, 0).getByRole('checkbox', { name: /อนุมัติ/ }).check();
      const menu = row(page, 0).getByRole('button', { name: /^เมนูของแถว/ });
      await menu.press('Enter');
      await page.locator('.menu-item:focus').waitFor();
      await expect.poll(() => axeFindings(page, '[role=dialog]')).toEqual([]);
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      for (const at of [1, 2, 3, 4]) await stepsOf(page, at, 2);
      await expect(row(page, 2).getByRole('textbox')).toHaveValue('77');
      await row(page, 0).locator('[aria-haspopup=dialog]:focus').waitFor();
      await page.keyboard.press('Control+z');
      await row(page, 4).locator('[type=checkbox]:checked').first().waitFor({ state: 'detached' });

      // Details are beside the table, and give the focus back.
      await row(page, 1).locator('[data-field=hasEService]').first().press('F2');
      await page.locator('.side-panel:focus').waitFor();
      const [panel, table] = await Promise.all([
        page.locator('.side-panel').boundingBox(),
        page.locator('.form-main').boundingBox(),
      ]);
      expect(table!.x + table!.width).toBeLessThanOrEqual(panel!.x);
      await page.keyboard.press('Escape');
      await row(page, 1).locator('[data-field=hasEService]:focus').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'never leaves the focus on the body, whatever keys are pressed',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${laos[2]}`, formOf(laos[2]));
      await row(page, 0).locator('[data-field=hasEService]').first().focus();
      const keys = [
        'Tab',
        'Shift+Tab',
        'ArrowDown',
        'ArrowRight',
        'ArrowUp',
        'Space',
        'Enter',
        '1',
        '0',
        '2',
      ];
      const others = [
        'Control+d',
        'Control+g',
        'Control+Enter',
        'Control+z',
        'Control+y',
        'F2',
        'Escape',
        'น',
      ];
      const all = [...keys, ...keys, ...others];
      // A linear congruential generator: every run presses the same keys.
      let seed = 14;
      const pressed: string[] = [];
      for (let press = 0; press < 120; press += 1) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        const key = all[seed % all.length]!;
        pressed.push(key);
        // Two links of the page lead away from the form.
        const isLink = await page.evaluate('document.activeElement.matches("a, .button")');
        if (isLink && (key === 'Enter' || key === 'Space')) continue;
        await page.keyboard.press(key);
        // Behind the last control Tab leaves the page, for the browser's own.
        if (key.endsWith('Tab') && (await page.evaluate('document.activeElement === document.body'))) {
          await row(page, 0).locator('[data-field=hasEService]').first().focus();
        }
        await page
          .locator('body:not(:focus):has(:focus)')
          .waitFor({ timeout: 3_000 })
          .catch(() => {
            throw new Error(`the focus was lost after ${pressed.slice(-5).join(' ')}`);
          });
      }
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'keeps rows over which a colleague certified: shown, printed, copied, and sent when the form opens again',
    async () => {
      const lao = laos[3];
      const colleague = await signIn(server.url, `lao.${lao}`);
      await fill(colleague, 2565, lao);
      const { page, context } = await visit(browser, server.url, `lao.${lao}`, formOf(lao));
      await row(page, 0).getByRole('radio', { name: /^มี/ }).check();
      await row(page, 0).getByRole('textbox').fill('321');
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
      await certify(colleague, 2565, lao);

      const unsent = page.locator('.unsent');
      await unsent.getByText('ยังไม่ได้ส่ง', { exact: true }).waitFor();
      await unsent.getByText('321', { exact: false }).waitFor();
      await expect.poll(() => axeFindings(page, '.form-main')).toEqual([]);
      const printed = printedPages(await page.pdf()).join(' ');
      expect(printed).toContain('321');
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await unsent.getByRole('button', { name: 'คัดลอกข้อมูลที่ยังไม่ได้ส่ง' }).click();
      await page.getByText('คัดลอกแล้ว 1 รายการ').waitFor();
      await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('321');

      const officer = await signIn(server.url, 'province.12');
      await officer.post(`/api/surveys/2565/${lao}/return`, { reason: 'ตรวจอีกครั้ง' });
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('321', { exact: false }).waitFor();
      await dialog.getByRole('button', { name: 'ส่งตอนนี้' }).click();
      await page.locator('.save-state-saved').waitFor();
      await expect(row(page, 0).getByRole('textbox')).toHaveValue('321');
    },
    SLOW,
  );

  it(
    'opens without a network with what was typed, says since when it is shown, and sends when it is there again',
    async () => {
      const lao = laos[4];
      const { page, context } = await visit(browser, server.url, `lao.${lao}`, formOf(lao), {
        serviceWorker: true,
      });
      await row(page, 0).getByRole('radio', { name: /^ไม่มี/ }).check();
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ').waitFor();
      await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
      // The browser writes in its own time: three answers, and what was typed.
      await page.waitForFunction(`(async () => {
        const count = (name, store) => new Promise((resolve) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const asked = opening.result.transaction(store).objectStore(store).count();
            asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
          };
        });
        return (await count('eservice-offline', 'answers')) >= 3 && (await count('eservice-survey', 'drafts')) >= 1;
      })()`);
      await context.setOffline(true);
      await page.reload();
      const banner = page.getByText(/^ออฟไลน์ — แสดงข้อมูลที่ได้รับเมื่อ \d\d\/\d\d\/25\d\d/);
      await banner.waitFor();
      await row(page, 0).getByRole('radio', { name: /^ไม่มี/, checked: true }).waitFor();
      await row(page, 0)
        .getByRole('radio', { name: /^ไม่จำเป็น/ })
        .check();
      await page.keyboard.press('Control+s');
      await page.getByText('ออฟไลน์ — เก็บไว้ในเครื่องแล้ว').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await context.setOffline(false);
      await banner.waitFor({ state: 'detached' });
      await page.locator('.save-state-saved').waitFor();

      // After a sign-out there is nothing to see without a network.
      await page.getByRole('button', { name: 'ออกจากระบบ' }).click();
      await page.getByRole('link', { name: 'เข้าสู่ระบบ' }).waitFor();
      await context.setOffline(true);
      await page.goto(`${server.url}${formOf(lao)}`);
      await page.getByRole('heading', { name: 'เปิดหน้านี้ไม่สำเร็จ' }).waitFor();
      await page.getByText(lao, { exact: false }).waitFor({ state: 'detached' });
    },
    SLOW,
  );

  it(
    'keeps up with a fast typist: each row repeats the one above and gets a count of its own',
    async () => {
      const { page } = await visit(browser, server.url, `lao.${laos[6]}`, formOf(laos[6]));
      const counts = page.locator('input.count');
      await row(page, 0).getByRole('radio', { name: /^มี/ }).check();
      await counts.first().fill('10');
      for (const count of ['11', '12', '13', '14', '15']) {
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Control+Enter');
        await page.keyboard.type(count);
      }
      await page.keyboard.press('ArrowDown');
      for (let at = 0; at < 6; at += 1) await expect(counts.nth(at)).toHaveValue(`1${at}`);
      await expect(counts.nth(6)).toBeFocused();
    },
    SLOW,
  );

  it(
    'has its first answer on the first screen at 200 % zoom, and the steps of a card in one row on a phone',
    async () => {
      const lao = laos[5];
      const zoomed = { width: 683, height: 384 };
      const { page } = await visit(browser, server.url, `lao.${lao}`, formOf(lao), zoomed);
      const first = row(page, 0).locator('[data-field=hasEService]');
      await first.first().waitFor();
      for (const at of [0, 1]) {
        const box = (await first.nth(at).boundingBox())!;
        expect(box.y + box.height).toBeLessThanOrEqual(zoomed.height);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      const steps = await row(page, 0).locator('[data-field=steps]').all();
      const tops = await Promise.all(steps.map(async (step) => (await step.boundingBox())!.y));
      expect([tops.length, new Set(tops).size]).toEqual([6, 1]);
      const bar = (await page.locator('.bottom-bar').boundingBox())!;
      expect(bar.width).toBeLessThanOrEqual(390);
    },
    SLOW,
  );
});
