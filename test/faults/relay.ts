import type { ChildProcess } from 'node:child_process';
import type { Line, StartLine } from '../support/event-store-db/line.js';
import { said, spawnChild } from './supervised.js';

/** A process before a node. To freeze it is to stop the process. */
class Relay implements Line {
  frozen = false;

  constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  freeze(): void {
    this.frozen = this.child.kill('SIGSTOP');
  }

  wake(): void {
    this.child.kill('SIGCONT');
    this.frozen = false;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
  }
}

export const startRelay: StartLine = async (targets) => {
  const [target] = targets();
  const child = spawnChild({ name: 'node', script: 'relay.child.ts', env: { TARGET: String(target) } });
  return new Relay(child, Number(await said(child, 'port')));
};
