import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../support/child-environment.js';

const loader = join(import.meta.dirname, '..', 'support', 'swc-loader.mjs');
const root = join(import.meta.dirname, '..', '..');

export interface ChildPlan {
  readonly name: string;
  /** A file of this folder. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Its first line of output with a field of this name. */
const firstLine = async (child: ChildProcess, field: string): Promise<string | undefined> => {
  for await (const line of createInterface({ input: child.stdout! })) {
    const value = (JSON.parse(line) as { readonly [name: string]: string | number | undefined })[field];
    if (value !== undefined) return String(value);
  }
  return undefined;
};

/** `shell` runs the child in place of plain Node: a script that ends with `exec "$@"`. */
export const spawnChild = ({ script, env }: ChildPlan, shell?: string): ChildProcess => {
  const node = [process.execPath, '--import', loader, join(import.meta.dirname, script)];
  const [command, ...rest] = shell === undefined ? node : ['bash', '-c', shell, 'bash', ...node];
  return spawn(command!, rest, {
    cwd: root,
    env: {
      ...childEnvironment,
      LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'], // an end of stdin shows the child that its supervisor is gone
  });
};

/** A value that a child prints once, such as a port or an address. */
export const said = async (child: ChildProcess, field: string): Promise<string> => {
  const complaints: string[] = [];
  child.stderr!.on('data', (text: Buffer) => complaints.push(text.toString()));
  const value = await firstLine(child, field);
  if (value === undefined)
    throw new Error(`a process ended before it said its ${field}: ${complaints.join('')}`);
  child.stdout!.resume();
  return value;
};

/** A process that is started again whenever it ends, like under a service manager. */
export class Supervised {
  private child: ChildProcess | undefined;
  private stopping = false;
  private begun = false;
  private running: Promise<void> | undefined;
  private shell: string | undefined;
  private onListening: () => void = () => undefined;
  /** The port where it listens; 0 while it does not. */
  port = 0;
  starts = 0;

  constructor(readonly plan: ChildPlan) {}

  /** Resolves when it listens for the first time. */
  async start(): Promise<void> {
    const listening = new Promise<void>((resolve) => (this.onListening = resolve));
    this.running = this.keepRunning();
    await Promise.race([listening, this.running]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Stops it cleanly and starts it again under `shell`. Resolves when it listens. */
  async restart(shell: string | undefined): Promise<void> {
    this.shell = shell;
    const listening = new Promise<void>((resolve) => (this.onListening = resolve));
    this.signal('SIGTERM');
    await listening;
  }

  /** Stops it cleanly. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    const patience = setTimeout(() => this.signal('SIGKILL'), 15_000);
    await this.running;
    clearTimeout(patience);
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopping) {
      const child = (this.child = spawnChild(this.plan, this.shell));
      const exited = once(child, 'exit');
      this.starts += 1;
      const url = await said(child, 'url').catch((error: unknown) => {
        if (!this.begun) throw error; // a fault may delay a restart, but the first start must succeed
        if (!this.stopping) process.stderr.write(`${this.plan.name}: ${String(error)}\n`);
      });
      if (url !== undefined) {
        this.begun = true;
        this.port = Number(new URL(url).port);
        this.onListening();
      }
      await exited;
      this.port = 0;
      await pause(100);
    }
  }
}
