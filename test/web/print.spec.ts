import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startServer, type TestServer } from '../support/server.js';
import { signIn } from '../support/sign-in.js';
import { chromiumPath, expect, openBrowser, visit } from './support/browser.js';
import { printedPages } from './support/printed-pages.js';
import { certify, directoryOf, fill } from './support/survey.js';

const city = '03120102';
const SLOW = 180_000;

(chromiumPath ? describe : describe.skip)('the form on paper', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    server = await startServer({ directoryDir: await directoryOf([city]) });
    const clerk = await signIn(server.url, `lao.${city}`);
    await fill(clerk, 2565, city);
    await certify(clerk, 2565, city);
  }, SLOW);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  }, SLOW);

  it.each([
    ['th', 'หน้า ', 'พิมพ์แบบสำรวจ'],
    ['en', 'Page ', 'Print the survey'],
  ] as const)(
    'says in %s when it was certified, and on each page which of how many it is',
    async (language, word, button) => {
      const { page } = await visit(browser, server.url, 'auditor', `/print/2565/${city}`, { language });
      await page.getByRole('button', { name: button }).waitFor();
      // In portrait and landscape the table is printed as a table.
      for (const landscape of [false, true]) {
        const pages = printedPages(await page.pdf({ format: 'A4', landscape, preferCSSPageSize: true }));
        expect(pages[0]).toMatch(/\d\d\/\d\d\/25\d\d \d\d:\d\d:\d\d/);
        expect(pages.length).toBeGreaterThan(2);
        expect(pages.length).toBeLessThan(9);
        for (const [index, text] of pages.entries()) {
          expect(text).toContain(`${word}${index + 1} / ${pages.length}`);
        }
      }
    },
    SLOW,
  );

  it(
    'prints the whole form from the form itself, too',
    async () => {
      const { page } = await visit(browser, server.url, 'auditor', `/print/2565/${city}`);
      await page.getByRole('button', { name: 'พิมพ์แบบสำรวจ' }).waitFor();
      const options = { format: 'A4', preferCSSPageSize: true } as const;
      const pages = printedPages(await page.pdf(options)).length;
      await page.goto(`${server.url}/surveys/2565/${city}`);
      await page.locator('tr[data-rowid]').first().waitFor();
      await expect.poll(async () => printedPages(await page.pdf(options)).length).toBe(pages);
    },
    SLOW,
  );
});
