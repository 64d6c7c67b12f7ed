import type { Page } from 'playwright-core';

/**
 * The filling of the form that is counted: 38 rows with the service, each with two steps, two channels and a count of three
 * digits, and 26 rows without it that do not need it. The rows of an aspect share their steps and channels; each aspect has
 * others.
 */
const aspects = [
  { rows: 15, has: 9 },
  { rows: 15, has: 9 },
  { rows: 16, has: 9 },
  { rows: 14, has: 8 },
  { rows: 4, has: 3 },
];
const choicesOf = (aspect: number) => [1 + (aspect % 3), 4 + (aspect % 2)] as const;
const countOf = (row: number): string => String(100 + row);

export interface Effort {
  /** Clicks and keys; a key with Ctrl or Shift held down is one. */
  readonly actions: number;
  readonly complete: string;
}

/** As a person with a mouse does it: digits are typed, everything else is clicked. */
export const fillByMouse = async (page: Page): Promise<Effort> => {
  let actions = 0;
  const click = async (selector: string): Promise<void> => {
    actions += 1;
    await page.locator(selector).click();
  };
  const type = async (text: string): Promise<void> => {
    actions += text.length;
    await page.keyboard.type(text);
  };
  for (const [aspect, { has }] of aspects.entries()) {
    await headingOf(page, aspect);
    const ids = await rowIds(page);
    const choices = choicesOf(aspect);
    for (const [index, id] of ids.slice(0, has).entries()) {
      const row = `tr[data-rowid="${id}"]`;
      if (index === 0) {
        for (const step of choices) await click(`${row} input[data-field=steps] >> nth=${step - 1}`);
        await click(`${row} button[data-field=channels]`);
        for (const channel of choices) await click(`.channels input[type=checkbox] >> nth=${channel - 1}`);
        await click('.channels .button-primary');
        await page.locator(`${row} input.count:focus`).waitFor();
      } else {
        await click(`${row} .cell-action button >> nth=1`);
        await page.locator(`${row} input.count:focus`).waitFor();
      }
      await type(countOf(index));
    }
    for (const button of await page.locator('.button-rest').all()) {
      const group = button.locator('xpath=ancestor::tbody');
      const open =
        (await group.count()) === 0 || (await group.locator('tr:not([data-has])[data-rowid]').count()) > 0;
      if (!open) continue;
      actions += 1;
      await button.click();
    }
    await click('.bottom-bar > .button-primary');
  }
  return { actions, complete: await completeRows(page) };
};

/** By the keyboard alone, beginning at the heading of the first aspect. */
export const fillByKeyboard = async (page: Page): Promise<Effort> => {
  let actions = 0;
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      actions += 1;
      await page.keyboard.press(key);
    }
  };
  const on = (selector: string): Promise<void> => page.locator(`${selector}:focus`).waitFor();
  await page.locator('#aspect-heading').focus();
  for (const [aspect, { rows, has }] of aspects.entries()) {
    await headingOf(page, aspect);
    const ids = await rowIds(page);
    const choices = choicesOf(aspect);
    while ((await page.locator(':focus').getAttribute('data-row')) !== ids[0]) await press('Tab');
    await press('1', ...choices.map(String));
    while ((await page.locator(':focus').getAttribute('data-field')) !== 'channels')
      await press('ArrowRight');
    await press('Enter');
    await on('.channels input');
    await press(...choices.map(String), 'Enter');
    await on(`tr[data-rowid="${ids[0]}"] input.count`);
    for (let row = 0; row < has; row += 1) {
      if (row > 0) {
        await press('ArrowDown', 'Control+Enter');
        await on(`tr[data-rowid="${ids[row]}"][data-has=true] input.count`);
      }
      await press(...countOf(row));
    }
    await press('ArrowDown');
    while ((await page.locator(':focus').getAttribute('data-col')) !== NOT_NEEDED) await press('ArrowLeft');
    for (let row = has; row < rows; row += 1) await press(...(row > has ? ['ArrowDown'] : []), 'Space');
    await press('Control+Shift+Enter');
  }
  return { actions, complete: await completeRows(page) };
};

/** The column of ไม่จำเป็น. */
const NOT_NEEDED = '4';

const headingOf = async (page: Page, aspect: number): Promise<void> => {
  await page.locator('#aspect-heading', { hasText: String(aspect + 1) }).waitFor();
};

const rowIds = (page: Page): Promise<readonly string[]> =>
  page
    .locator('tr[data-rowid]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rowid') ?? ''));

const completeRows = async (page: Page): Promise<string> => {
  await page.locator('#aspect-heading', { hasText: '6' }).waitFor();
  return (await page.locator('.bottom-bar .closing').first().innerText()).trim();
};

/** What is seen of the table when the form opens. */
export const firstScreen = (page: Page): Promise<{ readonly rows: number; readonly head: number }> =>
  page.evaluate(() => {
    const head = document.querySelector('.form-table thead')!.getBoundingClientRect();
    const main = document.querySelector('.form-main')!.getBoundingClientRect();
    const rows = [...document.querySelectorAll('tr[data-rowid]')].map((row) => row.getBoundingClientRect());
    return {
      rows: rows.filter(({ top, bottom }) => top >= head.bottom - 1 && bottom <= main.bottom + 1).length,
      head: Math.round(head.height),
    };
  });
