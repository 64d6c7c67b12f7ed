import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fillSurvey } from '../test/support/fill.js';
import { signIn } from '../test/support/sign-in.js';
import { enter, launch, serve } from './tools.js';

const folder = 'docs/screenshots';
const city = '03120102';
/** LAOs of one type, which have answered. */
const neighbours = ['06120106', '06120107', '06120204', '06120205', '06120207'] as const;
const form = `/surveys/2565/${city}`;
const desk = { viewport: { width: 1366, height: 768 } };
const phone = { viewport: { width: 390, height: 844 } };

mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();

const shoot = async (page: Page, name: string): Promise<void> => {
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}/${name}.png` });
};

/** A clerk half-way through the first aspect. */
const answer = async (page: Page): Promise<void> => {
  const rows = page.locator('tr[data-rowid]');
  await rows.first().waitFor();
  for (const index of [0, 1, 3]) {
    const row = rows.nth(index);
    await row.locator('[data-col="1"]').check();
    for (const step of [5, 6, 8]) await row.locator(`[data-col="${step}"]`).check();
    await row.locator('[data-col="11"]').click();
    await page.getByRole('checkbox', { name: 'เว็บไซต์' }).check();
    await page.getByRole('checkbox', { name: 'LINE Official Account' }).check();
    await page.keyboard.press('Escape');
    await row.locator('[data-col="12"]').fill(['1,234', '๘๖๐', '', '97'][index] ?? '');
  }
  for (const index of [2, 4]) {
    await rows.nth(index).locator('[data-col="2"]').check();
    await rows.nth(index).locator('[data-col="3"]').check();
  }
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(800);
  await rows.nth(5).locator('[data-col="1"]').check();
};

try {
  const clerk = await enter(await browser.newContext(desk), server.url, `lao.${city}`, form);
  await answer(clerk);
  await shoot(clerk, 'form');
  await clerk.locator('.aspects a').nth(5).click();
  await clerk.getByRole('button', { name: 'รับรองข้อมูลและส่งจังหวัด' }).click();
  await shoot(clerk, 'certify-refused');

  const officer = await enter(await browser.newContext(desk), server.url, 'province.12', '/provinces/12');
  await shoot(officer, 'province');
  await officer.goto(`${server.url}/provinces/12/2565/review/${city}`);
  await officer.locator('.review-line').first().waitFor();
  await shoot(officer, 'review');

  for (const lao of neighbours) await fillSurvey(await signIn(server.url, `lao.${lao}`), lao);
  const admin = await enter(await browser.newContext(desk), server.url, 'admin', '/results/2565');
  await admin.locator('.bars').first().waitFor();
  await shoot(admin, 'results');
  const [own] = neighbours;
  const among = `/results/2565/laos/${own}`;
  const staff = await enter(await browser.newContext(desk), server.url, `lao.${own}`, among);
  await staff.locator('.bars').first().waitFor();
  await shoot(staff, 'result-of-an-lao');

  const reviewer = await enter(await browser.newContext(phone), server.url, 'province.12', form);
  await shoot(reviewer, 'phone');

  const auditor = await enter(await browser.newContext(desk), server.url, 'auditor', `/audit/2565/${city}`);
  await auditor.evaluate(() => localStorage.setItem('language', 'en'));
  await auditor.goto(`${server.url}/audit/2565/${city}?at=5`);
  await shoot(auditor, 'audit-en');
  await auditor.goto(server.url + form);
  await shoot(auditor, 'form-en');
} finally {
  await browser.close();
  await server.stop();
}
