import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Questionnaire } from '../../src/questionnaire/questionnaire.js';
import { startServer, type TestServer } from '../support/server.js';
import { axeFindings, chromiumPath, eventually, expect, openBrowser, visit } from './support/browser.js';
import { directoryOf } from './support/survey.js';

const city = '03120102';
const form = `/surveys/2565/${city}`;
const SLOW = 400_000;

/** The pilot's questionnaire with eight steps, and three rows in its first aspect. */
const eightSteps = async (): Promise<string> => {
  const text = await readFile('data/questionnaire-2565.json', 'utf8');
  const { processSteps, aspects, ...rest } = JSON.parse(text) as Questionnaire;
  const added = ['appeal', 'archive'].map((id, index) => ({
    id,
    number: processSteps.length + 1 + index,
    titleTh: `ขั้นตอนเพิ่ม ${index + 1}`,
    titleEn: `Added step ${index + 1}`,
    headTh: `ขั้นตอน ${processSteps.length + 1 + index}`,
  }));
  const [first, ...others] = aspects;
  const [group] = first!.groups;
  const questionnaire: Questionnaire = {
    ...rest,
    processSteps: [...processSteps, ...added],
    aspects: [{ ...first!, groups: [{ ...group!, rows: group!.rows.slice(0, 3) }] }, ...others],
  };
  const folder = await mkdtemp(join(tmpdir(), 'eservice-questionnaire-'));
  await writeFile(join(folder, 'questionnaire-2565.json'), JSON.stringify(questionnaire));
  return folder;
};

interface Edges {
  readonly left: number;
  readonly right: number;
}
const edges = async (cells: Locator): Promise<readonly Edges[]> =>
  Promise.all(
    (await cells.all()).map(async (cell) => {
      const { x, width } = (await cell.boundingBox())!;
      return { left: Math.round(x), right: Math.round(x + width) };
    }),
  );

/** The columns of the first table on the page, by the cells of its first row. */
const columnsOf = (page: Page): Promise<readonly Edges[]> =>
  edges(page.locator('table').first().locator('tr[data-rowid]').first().locator('th, td'));

/** The table has this many columns, each at least 30 pixels wide, beside each other, and with its head above it. */
const hasColumns = async (page: Page, count: number): Promise<void> => {
  const cells = await columnsOf(page);
  const heads = await edges(page.locator('table').first().locator('thead th:not([colspan])'));
  expect(cells).toHaveLength(count);
  expect(heads.toSorted((a, b) => a.left - b.left)).toEqual(cells);
  for (const [index, { left, right }] of cells.entries()) {
    expect(right - left).toBeGreaterThanOrEqual(30);
    if (index > 0) expect(left).toBe(cells[index - 1]!.right);
  }
};

(chromiumPath ? describe : describe.skip)('a questionnaire with eight steps', () => {
  let server: TestServer;
  let browser: Browser;
  let questionnaireDir: string;
  beforeAll(async () => {
    questionnaireDir = await eightSteps();
    server = await startServer({
      directoryDir: await directoryOf([city]),
      env: { QUESTIONNAIRE_DIR: questionnaireDir },
    });
    browser = await openBrowser();
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(questionnaireDir, { recursive: true });
  }, SLOW);

  it(
    'is filled by mouse and keys, each column in its own place',
    async () => {
      const { page, complaints } = await visit(browser, server.url, `lao.${city}`, form);
      await eventually(() => hasColumns(page, 1 + 4 + 8 + 2 + 1));
      const rows = page.locator('tr[data-rowid]');
      await expect(rows).toHaveCount(3);
      await eventually(async () => {
        const controls = await rows.first().locator('[data-col]').all();
        const positions = await Promise.all(controls.map((control) => control.getAttribute('data-col')));
        expect(new Set(positions).size).toBe(positions.length);
        // A group's title goes from the first column to the tools.
        const [title, tools] = await edges(page.locator('.group-row').first().locator('th, td'));
        const [first] = await edges(rows.first().locator('th'));
        const [last] = await edges(rows.first().locator('td').last());
        expect([title!.left, tools!.left, tools!.right]).toEqual([first!.left, last!.left, last!.right]);
      });

      await rows.first().getByRole('radio').first().check();
      await rows.first().getByRole('checkbox').last().check();
      await page.keyboard.press('ArrowRight');
      await expect(page.locator(':focus')).toHaveAttribute('data-field', 'channels');
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: 'เว็บไซต์' }).check();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('7');

      // The fill keys act on the column in which they are pressed.
      await rows.nth(1).getByRole('radio').first().check();
      await rows.nth(1).getByRole('checkbox').last().focus();
      await page.keyboard.press('Control+d');
      await expect(rows.nth(1).getByRole('checkbox').last()).toBeChecked();
      await expect(rows.nth(1).getByRole('button').first()).toHaveText('เลือก');
      await rows.nth(1).getByRole('button').first().focus();
      await page.keyboard.press('Control+d');
      await expect(rows.nth(1).getByRole('button').first()).toHaveText('เว็บไซต์');
      await expect(rows.nth(1).getByRole('textbox')).toHaveValue('');

      // The title stays in view where the table is wider than its container, and the last column can be reached.
      await rows.first().locator('td').last().scrollIntoViewIfNeeded();
      await eventually(async () => {
        const [view] = await edges(page.locator('.form-main'));
        const [title] = await edges(rows.first().locator('th'));
        const [last] = await edges(rows.first().locator('td').last());
        expect(title!.left).toBeGreaterThanOrEqual(view!.left);
        expect(last!.right).toBeLessThanOrEqual(view!.right);
      });
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.keyboard.press('Control+s');
      await page
        .getByText(/บันทึกแล้ว/)
        .first()
        .waitFor();
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'is read and printed in the same columns',
    async () => {
      const { page } = await visit(browser, server.url, 'province.12', form);
      await eventually(() => hasColumns(page, 1 + 4 + 8 + 2));
      await expect.poll(() => axeFindings(page)).toEqual([]);

      await page.goto(`${server.url}/print/2565/${city}`);
      await page.emulateMedia({ media: 'print' });
      // A4 landscape, without its margins.
      await page.setViewportSize({ width: 1040, height: 700 });
      await eventually(async () => {
        await hasColumns(page, 1 + 4 + 8 + 2);
        const columns = await columnsOf(page);
        expect(columns[0]!.right - columns[0]!.left).toBeGreaterThan(150);
        expect(columns.at(-1)!.right).toBeLessThanOrEqual(1040);
      });
    },
    SLOW,
  );
});
