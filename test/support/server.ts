import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/basics/clock.js';
import { start, type RunningServer } from '../../src/application/start.js';

export interface TestServer extends RunningServer {
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** The real server in this process: a real log in its own folder, real sign-in, a free port. */
export const startServer = async (
  options: {
    readonly dataDir?: string;
    readonly directoryDir?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly clock?: Clock;
  } = {},
): Promise<TestServer> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'eservice-survey-')));
  const server = await start(
    {
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      // A test is faster than a person.
      REQUESTS_PER_MINUTE: 'off',
      SESSION_SECRET: 'only for tests, and only for tests',
      ...(options.directoryDir === undefined ? {} : { DIRECTORY_DIR: options.directoryDir }),
      ...options.env,
    },
    options.clock,
  );
  return {
    ...server,
    dataDir,
    stop: async () => {
      await server.application.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};
