import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** The built server as a process of its own, on a free port, with an empty log: what is measured is what people get. */
export const serve = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'eservice-web-'));
  const server = spawn(process.execPath, ['dist/src/main.js'], {
    env: {
      ...process.env,
      EVENTSTORE_URL: '',
      MONGODB_URL: '',
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const { msg, url } = JSON.parse(line) as { readonly msg?: string; readonly url?: string };
    if (msg !== 'listening' || !url) continue;
    server.stdout.resume();
    return {
      url,
      stop: async () => {
        server.kill();
        await new Promise((stopped) => server.once('exit', stopped));
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  throw new Error('the server did not start: run `npm run build` first');
};

export const launch = (): Promise<Browser> => {
  const path = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find((each) => each && existsSync(each));
  return chromium.launch({
    ...(path ? { executablePath: path } : {}),
    args: ['--no-sandbox', '--disable-gpu'],
  });
};

/** A page of a person who has signed in. */
export const enter = async (
  context: BrowserContext,
  url: string,
  person: string,
  path: string,
): Promise<Page> => {
  const page = await context.newPage();
  const query = new URLSearchParams({ login_hint: person, returnTo: path });
  await page.goto(`${url}/auth/login?${query.toString()}`);
  await page.locator('h1').first().waitFor();
  return page;
};
