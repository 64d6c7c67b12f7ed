import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startServer, type TestServer } from '../../support/server.js';
import { openBrowser } from './browser.js';
import { directoryOf } from './survey.js';

/** The fixtures of a suite of the screens. They exist from its first hook on. */
export interface FrontEnd {
  readonly server: TestServer;
  readonly browser: Browser;
}

/** Milliseconds. The front end may have to be built first. */
const SLOW = 400_000;

/**
 * Every test of the suite gets its own server with these LAOs and an empty log, and its pages are closed at the end.
 * Call it inside a `describe`.
 */
export const frontEndOfEachTest = (laoCodes: readonly string[]): FrontEnd => {
  let server: TestServer;
  let browser: Browser;
  let directoryDir: string;
  beforeAll(async () => {
    directoryDir = await directoryOf(laoCodes);
    browser = await openBrowser();
  }, SLOW);
  beforeEach(async () => {
    server = await startServer({ directoryDir });
  }, SLOW);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.stop();
  }, SLOW);
  afterAll(() => browser.close(), SLOW);
  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
  };
};
