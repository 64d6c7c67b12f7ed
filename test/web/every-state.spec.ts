import { describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { isLong } from '../support/property-runs.js';
import { signIn } from '../support/sign-in.js';
import { en as campaignsEn } from '../../web/src/campaigns/en.js';
import { th as campaignsTh } from '../../web/src/campaigns/th.js';
import { en as everywhereEn } from '../../web/src/i18n/en.js';
import { th as everywhereTh } from '../../web/src/i18n/th.js';
import { en as provinceEn } from '../../web/src/province/en.js';
import { th as provinceTh } from '../../web/src/province/th.js';
import { axeFindings, chromiumPath, expect, visit, type Visitor } from './support/browser.js';
import { frontEndOfEachTest } from './support/front-end.js';
import { certify, fill, openNextYear } from './support/survey.js';

const city = '03120102';
const other = '05120501';
const first = 'newborn-grant-registration';
const SLOW = 400_000;

/** The size of the window in CSS pixels. */
const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
/** The phone's layout, which axe checks elsewhere. Here only sideways scrolling is checked. */
const zoomed = { width: 683, height: 384 };

/** States that differ from another one of their page by a message or a mark. */
const alike: readonly string[] = [
  ...['offline', 'no rows', 'invalid', 'expired', 'marked'],
  ...['returned, to the LAO', 'what is missing is red'],
];
const none: readonly string[] = [];

const layouts = [
  [
    'in Thai, on a desktop and at 200 % on a laptop',
    { language: 'th', sizes: [desktop, zoomed], skipped: none },
  ],
  // What axe finds in those it finds on the desktop, too. `npm run test:long` leaves none out.
  ['in English, on a phone', { language: 'en', sizes: [phone], skipped: isLong ? none : alike }],
] as const;
type Layout = (typeof layouts)[number][1];

const th = { ...everywhereTh, ...campaignsTh, ...provinceTh };
const en: Readonly<Record<keyof typeof th, string>> = { ...everywhereEn, ...campaignsEn, ...provinceEn };

/** A text of the screens, with any values filled in. */
const wording =
  (language: 'th' | 'en') =>
  (key: keyof typeof th): RegExp =>
    new RegExp(
      `^\\s*${{ th, en }[language][key]
        .split(/\{\w+\}/)
        .map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'))
        .join('.*')}\\s*$`,
    );

/** Every state of a page that a person can reach: axe finds nothing, and nothing needs sideways scrolling. */
(chromiumPath ? describe : describe.skip).each(layouts)('every state, %s', (_, layout: Layout) => {
  const site = frontEndOfEachTest([city, other]);
  const text = wording(layout.language);

  const enter = (person: string, path: string): Promise<Visitor> =>
    visit(site.browser, site.server.url, person, path, { language: layout.language, ...layout.sizes[0] });
  const button = (page: Page, key: keyof typeof th) => page.getByRole('button', { name: text(key) });

  /** Checks the page in every size, and leaves it in the first one. */
  const inEverySize = async (page: Page, look: (size: typeof desktop) => Promise<void>): Promise<void> => {
    const [first, ...others] = layout.sizes;
    await look(first);
    for (const size of others) {
      await page.setViewportSize(size);
      await look(size);
    }
    if (others.length > 0) await page.setViewportSize(first);
  };
  /** Behind a dialog nothing has changed: only the dialog is checked. */
  const sound = async (page: Page, state: string, within = 'html'): Promise<void> => {
    await inEverySize(page, async ({ width }) => {
      const overflow = () =>
        page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      await expect.poll(overflow, `${state}, ${width} pixels wide`).toBe(0);
    });
    if (layout.skipped.includes(state)) return;
    // The bottom bar covers part of the page until it is scrolled, so axe gets the page at its whole height.
    const [size] = layout.sizes;
    const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
    if (within === 'html') await page.setViewportSize({ ...size, height: whole });
    await expect.poll(() => axeFindings(page, within), state).toEqual([]);
    if (within === 'html') await page.setViewportSize(size);
  };
  const dialog = async (page: Page, state: string): Promise<void> => {
    const opened = page.locator('[role$=dialog]');
    await opened.waitFor();
    await page.locator('.loading').waitFor({ state: 'detached' });
    await sound(page, state, '[role$=dialog]');
    await inEverySize(page, async (size) => {
      const width = async () => (await opened.boundingBox())!.width;
      await expect.poll(width, state).toBeLessThanOrEqual(size.width);
    });
  };
  const closeDialog = async (page: Page): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator('[role$=dialog]').waitFor({ state: 'detached' });
  };
  const certified = async (...laos: readonly string[]): Promise<void> => {
    for (const lao of laos) {
      const clerk = await signIn(site.server.url, `lao.${lao}`);
      await fill(clerk, 2565, lao);
      await certify(clerk, 2565, lao);
    }
  };

  it(
    'of the form with answers',
    async () => {
      const clerk = await signIn(site.server.url, `lao.${city}`);
      await fill(clerk, 2565, city);
      await openNextYear(site.server.url);
      const { page, context, complaints } = await enter(`lao.${city}`, `/surveys/2566/${city}`);
      const line = page.locator(`tr[data-rowid="${first}"]`);
      const has = line.locator('[data-col="1"]');
      await has.check();
      await sound(page, 'typing');
      await button(page, 'help.title').click();
      await dialog(page, 'help');
      await closeDialog(page);
      await line.locator('[data-col="13"]').click();
      await dialog(page, 'details');
      await closeDialog(page);
      await button(page, 'copy.open').click();
      await dialog(page, 'copy');
      await closeDialog(page);
      await line.locator('[data-col="11"]').click();
      await dialog(page, 'channels');
      await closeDialog(page);
      await page
        .getByRole('button', { name: text('form.add-in-group') })
        .first()
        .click();
      await page.locator('.title-input:focus').waitFor();
      await sound(page, 'a new row');
      await page.keyboard.press('Escape');
      await page.locator('.title-input').waitFor({ state: 'detached' });

      await context.setOffline(true);
      await page.keyboard.press('Control+s');
      await page.getByText(text('save.offline')).waitFor();
      await sound(page, 'offline');
      await context.setOffline(false);
      await page.getByText(text('save.saved')).waitFor();

      // Another person saves first.
      const rows = `/api/surveys/2566/${city}/aspects/quality-of-life`;
      const theirs = { answers: { [first]: { hasEService: true, yearlyUsers: 9 } } };
      await line.locator('[data-col="12"]').fill('๑,๒๓๔');
      const saved = await clerk.put(rows, theirs, { 'if-match': '*' });
      expect(saved.status).toBe(200);
      await page.keyboard.press('Control+s');
      await dialog(page, 'conflict');
      await closeDialog(page);

      await page.locator('.aspects a').nth(5).click();
      await sound(page, 'no rows');
      await page.locator('.aspects a').first().click();
      await line.locator('[data-col="12"]').fill('xyz');
      await page.keyboard.press('Control+s');
      await page.getByText(text('save.invalid')).waitFor();
      await sound(page, 'invalid');

      await button(page, 'nav.logout').click();
      await dialog(page, 'sign out');
      await closeDialog(page);
      await line.locator('[data-col="12"]').fill('5');
      await context.clearCookies();
      await page.keyboard.press('Control+s');
      await page.getByText(text('session.expired')).waitFor();
      await sound(page, 'expired');
      expect(complaints).toEqual([]);
    },
    SLOW,
  );

  it(
    'of a certification, a return and a second certification',
    async () => {
      await certified(city);
      const officer = await enter('province.12', `/surveys/2565/${city}`);
      const flag = officer.page.getByRole('checkbox', {
        name: new RegExp(`^${{ th, en }[layout.language]['return.flag']} `),
      });
      await flag.first().check();
      await officer.page.getByRole('textbox').first().fill('จำนวนไม่ตรง');
      await sound(officer.page, 'marked');
      await officer.page.getByRole('button', { name: text('return.open-rows') }).click();
      await dialog(officer.page, 'return');
      await officer.page.getByRole('textbox', { name: text('reason.label') }).fill('ตรวจสอบอีกครั้ง');
      await button(officer.page, 'return.confirm').click();
      await officer.page.getByText(text('form.returned')).waitFor();
      await sound(officer.page, 'returned, to the officer');

      const { page, complaints } = await enter(`lao.${city}`, `/surveys/2565/${city}`);
      await page.getByText(text('form.returned')).waitFor();
      await sound(page, 'returned, to the LAO');
      await page.goto(`${site.server.url}/surveys/2565/${city}/other-services`);
      await button(page, 'form.certify').click();
      await dialog(page, 'certify');
      await closeDialog(page);
      await page.goto(`${site.server.url}/print/2565/${city}`);
      await button(page, 'print.print').waitFor();
      await sound(page, 'print');
      const missing = await enter(`lao.${other}`, `/surveys/2565/${other}/other-services`);
      await button(missing.page, 'form.certify').click();
      await dialog(missing.page, 'incomplete');
      await closeDialog(missing.page);
      await missing.page.locator('.aspects a').first().click();
      await sound(missing.page, 'what is missing is red');
      expect([...complaints, ...officer.complaints]).toEqual([]);
    },
    SLOW,
  );

  it(
    'of lists, provinces and campaigns',
    async () => {
      await certified(city);
      const officer = await enter('province.12', '/surveys');
      await sound(officer.page, 'list');
      await officer.page.goto(`${site.server.url}/provinces/12`);
      await button(officer.page, 'desk.still-missing').click();
      await officer.page.getByRole('alertdialog').waitFor();
      await dialog(officer.page, 'the province is blocked');
      await closeDialog(officer.page);
      await certified(other);
      await button(officer.page, 'province.certify-all')
        .and(officer.page.locator('[aria-disabled=false]'))
        .click();
      await dialog(officer.page, 'certify the province');
      await closeDialog(officer.page);
      await (await signIn(site.server.url, 'province.12')).post('/api/provinces/12/certifications/2565');

      const { page, complaints } = await enter('admin', '/provinces/12');
      await button(page, 'revoke.open').click();
      await dialog(page, 'revoke');
      await closeDialog(page);
      await sound(page, 'province');
      await page.goto(`${site.server.url}/campaigns`);
      for (const key of ['campaign.open', 'campaign.extend', 'campaign.close'] as const) {
        await button(page, key).first().click();
        await dialog(page, key);
        await closeDialog(page);
      }
      await sound(page, 'campaigns');
      await page.goto(`${site.server.url}/no-such-page`);
      await page.getByRole('heading', { name: text('not-found.title') }).waitFor();
      await sound(page, 'not found');
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
