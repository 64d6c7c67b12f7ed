import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { fillByKeyboard, fillByMouse, firstScreen, type Effort } from './filling.js';
import { enter, launch, serve } from './tools.js';

const person = 'lao.03120102';
const form = '/surveys/2565/03120102';
const SLOWDOWN = 6;
/** A hundred words a minute. Milliseconds. */
const BETWEEN_KEYS = 120;
/** A 3G line: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const line = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** JavaScript that a first visit of this page loads, gzipped. */
const scripts = async (browser: Browser, url: string, path: string): Promise<number> => {
  const context = await browser.newContext();
  const loaded = new Set<string>();
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) loaded.add(pathname);
  });
  const page = await enter(context, url, person, path);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(500);
  await context.close();
  return [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(join('dist/web', file))).length, 0);
};

/** From the key or the click to the frame that shows it, with the processor slowed down. */
const inputLatency = async (browser: Browser, url: string): Promise<readonly number[]> => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await enter(context, url, person, form);
  await page.locator('tr[data-rowid]').first().waitFor();
  await fillEveryRow(page);
  await page.evaluate(() => {
    const painted: number[] = [];
    Object.assign(window, { painted });
    for (const type of ['keydown', 'click']) {
      window.addEventListener(
        type,
        (event) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => painted.push(performance.now() - event.timeStamp);
            port2.postMessage(null);
          }),
        { capture: true },
      );
    }
  });
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  // By keys alone: what looks for elements in between would be measured too.
  const press = async (key: string): Promise<void> => {
    await page.keyboard.press(key);
    await page.waitForTimeout(BETWEEN_KEYS);
  };
  const rows = await page.locator('input.count:not(:disabled)').count();
  await page.locator('input.count:not(:disabled)').first().focus();
  for (let row = 1; row < rows; row += 1) for (const key of ['7', '5', 'ArrowDown']) await press(key);
  await page.locator('input[data-field=steps]:not(:disabled)').first().focus();
  for (let row = 1; row < rows; row += 1)
    for (const key of ['Space', 'ArrowRight', 'Space', 'ArrowLeft', 'ArrowDown']) await press(key);
  const painted = await page.evaluate(() => (window as unknown as { painted: number[] }).painted);
  await context.close();
  return painted.toSorted((a, b) => a - b);
};

/** Every row a มี row: the most that the table can hold. */
const fillEveryRow = async (page: Page): Promise<void> => {
  for (const radio of await page.locator('input[type=radio][data-col="1"]').all()) await radio.check();
};

/**
 * Runs in the page: notes when the frame with the first row was painted, in milliseconds since the navigation began. A locator that waits
 * looks twice a second, too seldom to measure with.
 */
const notePaintedRow = (): void => {
  const look = (): void => {
    if (!document.querySelector('tr[data-rowid]')) {
      requestAnimationFrame(look);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => Object.assign(window, { painted: performance.now() });
    requestAnimationFrame(() => port2.postMessage(null));
  };
  requestAnimationFrame(look);
};

const openForm = async (browser: Browser, url: string): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const first = await enter(context, url, person, '/campaigns');
  const cookies = await context.cookies();
  await first.close();
  await context.close();
  // A browser of its own, so that nothing is in its cache.
  const cold = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await cold.addCookies(cookies);
  const page = await cold.newPage();
  const session = await cold.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  await page.addInitScript(notePaintedRow);
  await page.goto(url + form, { waitUntil: 'commit' });
  const took = await page.waitForFunction(() => (window as unknown as { painted?: number }).painted);
  const ms = (await took.jsonValue()) as number;
  await cold.close();
  return ms;
};

/** Fills the whole form in a browser of its own, on a server with nothing filled. */
const effort = async (browser: Browser, fillForm: (page: Page) => Promise<Effort>): Promise<Effort> => {
  const server = await serve();
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  try {
    const page = await enter(context, server.url, person, form);
    await page.locator('tr[data-rowid]').first().waitFor();
    return await fillForm(page);
  } finally {
    await context.close();
    await server.stop();
  }
};

/** The explanation above the table is open until a person closes it. */
const seen = async (browser: Browser, url: string, language: string, explained: boolean) => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language);
  if (!explained) await context.addInitScript(() => localStorage.setItem('preamble-closed', 'yes'));
  const page = await enter(context, url, person, form);
  await page.locator('tr[data-rowid]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  const screen = await firstScreen(page);
  await context.close();
  return screen;
};

const server = await serve();
const browser = await launch();
try {
  console.log(
    `first load, list   ${kilobytes(await scripts(browser, server.url, '/surveys'))} of JavaScript (gzip)`,
  );
  console.log(
    `first load, form   ${kilobytes(await scripts(browser, server.url, form))} of JavaScript (gzip), at most 200 kB`,
  );
  const opened = [await openForm(browser, server.url), await openForm(browser, server.url)];
  console.log(`form opens on 3G   ${opened.map((ms) => `${Math.round(ms)} ms`).join(', ')}, at most 2000 ms`);
  for (const language of ['th', 'en']) {
    const { rows, head } = await seen(browser, server.url, language, false);
    const { rows: below } = await seen(browser, server.url, language, true);
    console.log(
      `first screen, ${language}   ${rows} rows at 1366×768, at least 11, ${below} below the open explanation; head ${head} px, at most 90 px`,
    );
  }
  const mouse = await effort(browser, fillByMouse);
  console.log(`64 rows by mouse   ${mouse.actions} clicks and digits, at most 240 (${mouse.complete})`);
  const keyboard = await effort(browser, fillByKeyboard);
  console.log(`64 rows by keyboard   ${keyboard.actions} keys, at most 450 (${keyboard.complete})`);
  const painted = await inputLatency(browser, server.url);
  console.log(
    `input to paint, processor ${SLOWDOWN}× slower, ${painted.length} keys and clicks   ` +
      `median ${Math.round(at(painted, 0.5))} ms, p95 ${Math.round(at(painted, 0.95))} ms, ` +
      `slowest ${Math.round(at(painted, 1))} ms, at most 100 ms`,
  );
} finally {
  await browser.close();
  await server.stop();
}
