import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFindings, chromiumPath, expect, openBrowser } from './support/browser.js';

/** All suites of the screens expect no finding. This suite checks that a fault would be found. */
(chromiumPath ? describe : describe.skip)('what axe finds', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('are every kind of fault on a page, and only those of the chosen part', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.setContent(`<!doctype html><html lang="th"><head><title>หน้า</title></head><body><main>
      <h1>หัวเรื่อง</h1>
      <p style="color: #999; background: #fff">สีอ่อนเกินไป</p>
      <section role="dialog" aria-label="กล่อง"><input><button style="width: 9px; height: 9px; padding: 0">ก</button><button
        style="width: 9px; height: 9px; padding: 0">ข</button></section>
    </main></body></html>`);
    const rules = async (within?: string) =>
      (await axeFindings(page, within)).map((finding) => finding.split(':')[0]).sort();
    await expect.poll(() => rules()).toEqual(['color-contrast', 'label', 'target-size']);
    await expect.poll(() => rules('[role$=dialog]')).toEqual(['label', 'target-size']);
  }, 60_000);
});
