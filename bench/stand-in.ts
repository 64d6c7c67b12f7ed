import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** So a real 23.10.8 took 235 appends/s one after the other, and 597/s with 64 on their way. */
const PACE = { busy: 1.5, settling: 2.4 };

const root = join(import.meta.dirname, '..', '..');

/** Starts the tests' EventStoreDB in a process of its own. It has nothing to do with a real one but its rules and pace. */
export const startStandIn = async (): Promise<{ readonly url: string; stop(): void }> => {
  const script = join('test', 'faults', 'event-store-db.child.ts');
  const child = spawn(process.execPath, ['--import', './test/support/swc-loader.mjs', script], {
    cwd: root,
    env: { ...process.env, PACE: JSON.stringify(PACE) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the stand-in ended with ${code}`);
    }),
  ])) as [string];
  const { port } = JSON.parse(line) as { readonly port: number };
  return { url: `esdb://127.0.0.1:${port}?tls=false`, stop: () => child.kill() };
};
