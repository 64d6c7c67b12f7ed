import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { childEnvironment } from './child-environment.js';
import { compiled } from './compiled.js';

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

/** The server in its own process, which a test can kill. */
export const spawnServer = async (environment: NodeJS.ProcessEnv): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [compiled('src/main.ts')], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...childEnvironment, PORT: '0', LOG_LEVEL: 'silent', REQUESTS_PER_MINUTE: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg === 'listening' && url !== undefined) return { child, url };
  }
  throw new Error('the server ended before it listened');
};
