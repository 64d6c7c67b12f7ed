import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { spawnServer, type ServerProcess } from '../support/server-process.js';
import { signIn } from '../support/sign-in.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';

const city = '03120102';
const form = `/surveys/2565/${city}`;
const row = 'newborn-grant-registration';
const SLOW = 240_000;

(chromiumPath ? describe : describe.skip)('the server dies under an open page', () => {
  let server: ServerProcess;
  let browser: Browser;
  let dataDir: string;

  const start = async (port = '0'): Promise<void> => {
    server = await spawnServer({ DATA_DIR: dataDir, PORT: port });
  };
  const die = async (): Promise<void> => {
    const gone = once(server.child, 'exit');
    server.child.kill('SIGKILL');
    await gone;
  };
  beforeAll(async () => {
    browser = await openBrowser();
  }, SLOW);
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'eservice-restart-'));
    await start();
  }, SLOW);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await die();
    await rm(dataDir, { recursive: true, force: true });
  }, SLOW);
  afterAll(() => browser.close(), SLOW);

  it(
    'a clerk goes on typing, need not sign in again, and everything is saved',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${city}`, form);
      const line = page.locator(`tr[data-rowid="${row}"]`);
      await line.getByRole('radio', { name: /^มี/ }).check();
      await line.getByRole('textbox').fill('1,234');

      await die();
      await page.keyboard.press('Control+s');
      await page.getByText('ยังส่งไม่ได้ — เก็บไว้ในเครื่องแล้ว จะส่งให้เอง').waitFor();
      await line.getByRole('checkbox', { name: /ยื่นคำขอ/ }).check();

      // The session is in a file, and outlives the killed process.
      await start(new URL(server.url).port);
      // The unfinished save is sent by itself. Text typed later is still there, and still counts as a change.
      await page.getByText('ยังไม่ได้บันทึก 1 รายการ', { exact: true }).waitFor({ timeout: 40_000 });
      await expect(page.getByRole('link', { name: 'เข้าสู่ระบบอีกครั้ง' })).toHaveCount(0);
      await expect(line.getByRole('textbox')).toHaveValue('1,234');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await expect(line.getByRole('checkbox', { name: /ยื่นคำขอ/ })).toBeChecked();
      await page.keyboard.press('Control+s');
      await page.getByText(/บันทึกแล้ว \d\d:\d\d/).waitFor();

      const client = await signIn(server.url, `lao.${city}`);
      const saved = (await (await client.get(`/api${form}`)).json()) as {
        readonly aspects: readonly {
          readonly rows: readonly { readonly id: string; readonly answer: unknown }[];
        }[];
      };
      expect(saved.aspects[0]?.rows.find(({ id }) => id === row)?.answer).toEqual({
        hasEService: true,
        steps: ['submit-request'],
        yearlyUsers: 1234,
      });
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
