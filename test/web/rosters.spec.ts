import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { writeSyntheticNation } from '../../demo/synthetic-nation.js';
import { startServer, type TestServer } from '../support/server.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf } from './support/survey.js';

const [city, sao] = ['03120102', '06120106'];
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('the campaigns page', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    const folder = mkdtempSync(join(tmpdir(), 'rosters-web-'));
    const [dataDir, nation] = [join(folder, 'data'), join(folder, 'nation')];
    const pilot = await directoryOf([city, sao]);
    await (await startServer({ dataDir, directoryDir: pilot })).stop();
    mkdirSync(nation);
    writeSyntheticNation(pilot, nation);
    const laos = join(nation, 'laos.csv');
    writeFileSync(laos, readFileSync(laos, 'utf8').replace(`${sao},`, '05120999,').replaceAll(sao, ''));
    server = await startServer({ dataDir, directoryDir: nation });
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  it(
    'widens a running round, by region or one by one',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'admin', '/campaigns');
      await page.getByText('1 จังหวัด').waitFor();
      await page.getByRole('button', { name: 'เพิ่มจังหวัด', exact: true }).click();
      const dialog = page.getByRole('dialog');
      const region = dialog.getByRole('group', { name: 'ภาคสมมุติ' });
      await region.getByRole('button', { name: 'เลือกทั้งหมด' }).click();
      await dialog.getByLabel('สมมุติ 3').uncheck();
      await expect.poll(() => axeFindings(page, '[role=dialog]')).toEqual([]);
      await dialog.getByRole('button', { name: 'เพิ่มจังหวัด (2)' }).click();
      await page.getByText('3 จังหวัด').waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'shows in what the files differ from the roster, and applies it with the successor',
    async () => {
      const { page, complaints } = await visit(browser, server.url, 'admin', '/campaigns');
      await page.getByRole('button', { name: 'บัญชี อปท.' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: /ไม่มีแล้ว: .*06120106/ }).waitFor();
      await dialog.getByRole('combobox').selectOption('05120999');
      await dialog.getByRole('textbox').fill('ยกฐานะเป็นเทศบาลตำบล');
      await expect.poll(() => axeFindings(page, '[role=dialog]')).toEqual([]);
      await dialog.getByRole('button', { name: 'นำรายการที่เลือกไปใช้' }).click();
      await dialog.getByText('แฟ้มรายชื่อตรงกับบัญชีที่บันทึกไว้').waitFor();
      await page.goto(`${server.url}/surveys/2565/${sao}`);
      await page.getByText(/พ้นจากรอบสำรวจเมื่อ/).waitFor();
      await expect(page.getByRole('link', { name: /05120999/ })).toHaveCount(1);
      await page.goto(`${server.url}/audit/2565`);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
