import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { loadQuestionnaires } from '../../src/questionnaire/load-questionnaires.js';
import { startServer, type TestServer } from '../support/server.js';
import { axeFindings, chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf } from './support/survey.js';

const SLOW = 180_000;
const city = '03120102';
const [shipped] = loadQuestionnaires('data');
const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

(chromiumPath ? describe : describe.skip)('the questionnaires page', () => {
  let server: TestServer;
  let browser: Browser;
  let directoryDir: string;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    browser = await openBrowser();
    directoryDir = await directoryOf([city]);
    server = await startServer({ directoryDir });
    ({ page, complaints } = await visit(browser, server.url, 'admin', '/questionnaires'));
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(directoryDir, { recursive: true });
  }, SLOW);

  const choose = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const file = (text: string) => ({
    name: 'questionnaire.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });

  it(
    'lists the faults of a file by path, in both languages',
    async () => {
      await page.getByRole('link', { name: '2565.1' }).waitFor();
      const upload = page.getByLabel('เปิดแฟ้มแบบสอบถาม (JSON)');
      await upload.setInputFiles(file(JSON.stringify({ ...shipped, version: 'x', channels: [] })));
      await page.getByText('version รุ่นต้องเขียนแบบ “2565.1”').waitFor();
      await expect(page.getByText('channels เป็นรายการว่าง')).toHaveCount(1);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('channels is an empty list').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'ภาษาไทย' }).click();
    },
    SLOW,
  );

  it(
    'makes a version from another: rename, add, move, remove, explain; typing outlives the page',
    async () => {
      await choose('สร้างรุ่นใหม่จากรุ่น 2565.1');
      await page.getByLabel('รุ่นแบบสอบถาม').fill('2566.1');
      await page.getByLabel('ปีงบประมาณ').fill('2566');
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await choose('ด้าน 1');
      const [first, second, , fourth] = shipped!.aspects[0]!.groups[0]!.rows;
      const rowOf = (title: string) =>
        page.getByRole('group', { name: new RegExp(`^\\d+\\. ${literal(title)}$`) });
      await rowOf(first!.titleTh).getByLabel('คำอธิบาย (ไทย)').fill('นับเฉพาะคำขอทางอินเทอร์เน็ต');
      await choose(`ย้าย ${second!.titleTh} ลง`);
      await expect(page.locator(':focus')).toHaveAttribute('data-move', `${second!.id} 1`);
      await choose(`นำ ${fourth!.titleTh} ออก`);
      await page.getByRole('button', { name: 'เพิ่มรายการ' }).first().click();
      await page.keyboard.type('งานใหม่');
      await page.getByText('ต้องแก้ไข 1 แห่งก่อนเผยแพร่').waitFor();
      await rowOf('งานใหม่').getByLabel('ชื่อ (อังกฤษ)').fill('New work');
      await page.getByText('ต้องแก้ไข').waitFor({ state: 'detached' });
      await page.reload();
      await choose('ด้าน 1');
      await rowOf('งานใหม่').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );

  it(
    'previews it as the clerk will see it, and compares it',
    async () => {
      await choose('ตัวอย่าง');
      const table = page.getByRole('table');
      await table.getByRole('rowheader', { name: /งานใหม่/ }).waitFor();
      await table.getByText('นับเฉพาะคำขอทางอินเทอร์เน็ต').waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await choose('เปรียบเทียบ');
      await page.getByRole('list', { name: 'เพิ่ม (1)' }).getByText('รายการ: งานใหม่').waitFor();
      for (const name of ['นำออก (1)', 'ย้ายที่ (1)', 'เปลี่ยนคำอธิบายหรือตัวเลือก (1)']) {
        await expect(page.getByRole('list', { name }).getByRole('listitem')).toHaveCount(1);
      }
      await expect.poll(() => axeFindings(page)).toEqual([]);
    },
    SLOW,
  );

  it(
    'publishes it after a confirmation, and a round opens on it',
    async () => {
      await choose('เผยแพร่');
      const confirmation = page.getByRole('alertdialog');
      await confirmation.getByText('รุ่นที่เผยแพร่แล้วแก้ไขและลบไม่ได้').waitFor();
      await expect.poll(() => axeFindings(page, '[role$=dialog]')).toEqual([]);
      await confirmation.getByRole('button', { name: 'เผยแพร่' }).click();
      await page.getByRole('link', { name: '2566.1' }).click();
      await page.getByRole('heading', { name: 'แบบสอบถามรุ่น 2566.1' }).waitFor();
      await expect.poll(() => axeFindings(page)).toEqual([]);
      await page.getByRole('link', { name: 'รอบสำรวจ' }).click();
      await choose('เปิดรอบสำรวจ');
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByLabel('รุ่นแบบสอบถาม').getByRole('option')).toHaveText(['2565.1', '2566.1']);
      await dialog.getByLabel('เปิดรับ', { exact: true }).fill('01/10/2565 08:30:00');
      await dialog.getByLabel('ปิดรับ', { exact: true }).fill('30/09/2642 16:30:00');
      await dialog.getByRole('button', { name: 'เปิดรอบสำรวจ' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.goto(`${server.url}/questionnaires`);
      await page
        .getByRole('row', { name: /2566\.1/ })
        .getByRole('cell', { name: '2566', exact: true })
        .waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
