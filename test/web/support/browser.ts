import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect as playwrightExpect } from 'playwright/test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Milliseconds until a state that does not come is a failure. A busy machine is no fault, so this is long. */
const PATIENCE = 30_000;

/**
 * The assertions of the screens. Those about a page try again until they hold: an action and its effect on the page are
 * not one moment. `test/single-looks.spec.ts` refuses the others.
 */
export const expect = playwrightExpect.configure({ timeout: PATIENCE });

/** The same for several assertions that must hold together. */
export const eventually = (check: () => Promise<void>): Promise<void> =>
  expect(check).toPass({ timeout: PATIENCE });

/**
 * `CHROMIUM_PATH`, the system's browser, or Playwright's own. Without one the tests of the front end are skipped and
 * counted as skipped. The headless shell is the same browser without windows; it needs two thirds of the processor time.
 */
export const chromiumPath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  chromium.executablePath(),
].find((path) => path !== undefined && path !== '' && existsSync(path));

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: flags });

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Problems that the page reported: script errors, and everything that the content security policy refused. */
  readonly complaints: readonly string[];
}

/** A person at their own computer, signed in through the browser. */
export const visit = async (
  browser: Browser,
  url: string,
  person: string,
  path = '/surveys',
  options: {
    readonly language?: 'th' | 'en';
    readonly width?: number;
    readonly height?: number;
    /** Only tests of the service worker have one: it would answer for a server that a test stopped. */
    readonly serviceWorker?: boolean;
  } = {},
): Promise<Visitor> => {
  const context = await browser.newContext({
    serviceWorkers: options.serviceWorker ? 'allow' : 'block',
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
  });
  context.setDefaultTimeout(PATIENCE);
  if (options.language === 'en') {
    await context.addInitScript(() => localStorage.setItem('language', 'en'));
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy|react|warning:/i.test(message.text()) && message.type() === 'error') {
      complaints.push(message.text());
    }
  });
  await signIn(page, url, person, path);
  return { page, context, complaints };
};

export const signIn = async (page: Page, url: string, person: string, path: string): Promise<void> => {
  const query = new URLSearchParams({ login_hint: person, returnTo: path });
  await page.goto(`${url}/auth/login?${query.toString()}`);
  await page.locator('h1').first().waitFor();
};

/**
 * The findings of axe against WCAG 2.2 AA, one a line; none is expected. One suite checks each state of a page, most often
 * `every-state.spec.ts`: axe takes seconds on the form. Behind a dialog nothing has changed, so only the dialog is
 * checked. The pages have no frames, so axe runs in the page itself (its "legacy mode"), and it does not describe elements
 * without findings. On the form with its thousand cells that takes a tenth of the time, with the same findings.
 */
export const axeFindings = async (page: Page, within = 'html'): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .include(within)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join('; ')})`,
  );
};
