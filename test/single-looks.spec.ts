import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const reads =
  'allInnerTexts|allTextContents|count|getAttribute|innerHTML|innerText|inputValue|is[A-Z]\\w+|textContent';
/** const name = await page.locator(…).textContent() */
const readOnce = new RegExp(`=\\s*await (?!Promise)[^;]*\\.(?:${reads})\\(`);

/** What is between the parentheses of each call of `expect`. `expect.poll(…)` is another call: it asks again. */
function* expected(source: string): Generator<string> {
  for (const { index, 0: call } of source.matchAll(/\bexpect\(/g)) {
    let open = 1;
    let end = index + call.length;
    for (; open > 0 && end < source.length; end += 1) open += { '(': 1, ')': -1 }[source[end]!] ?? 0;
    yield source.slice(index + call.length, end - 1);
  }
}

/** Does it look at a page one time only, so that a page that is one moment late is a failure? */
const looksOnce = (source: string): boolean =>
  readOnce.test(source) ||
  /\bwaitForTimeout\(/.test(source) ||
  [...expected(source)].some((value) => /\bawait\b|\.url\(\)/.test(value));

describe('a test of the screens waits for what it expects', () => {
  it.each([
    'expect(await names(page)).toEqual([second]);',
    'expect(\n  await row(page, other)\n    .getByRole("checkbox")\n    .isChecked(),\n).toBe(false);',
    'expect([await counts.nth(2).inputValue(), 1]).toEqual(["5", 1]);',
    'expect((await bar.boundingBox())!.height).toBe(5);',
    'const rows = await page.locator("tr").count();',
    'expect(new URL(page.url()).pathname).toBe("/");',
    'await page.waitForTimeout(400);',
  ])('and not like this: %s', (source) => {
    expect(looksOnce(source)).toBe(true);
  });

  it.each([
    'await expect(names(page)).toHaveText([second]);',
    'await expect.poll(() => axeFindings(page)).toEqual([]);',
    'await expect.poll(async () => (await bar.boundingBox())!.height).toBe(5);',
    'const saved = await clerk.put(path, answers);\nexpect(saved.status).toBe(200);',
    'const chosen = page.url();',
    'const open = () => dialogs.count();\nawait expect.poll(open).toBe(2);',
  ])('but like this: %s', (source) => {
    expect(looksOnce(source)).toBe(false);
  });

  it('in every suite of the screens', () => {
    const suites = globSync('test/web/**/*.ts');
    expect(suites.length).toBeGreaterThan(15);
    expect(suites.filter((file) => looksOnce(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
