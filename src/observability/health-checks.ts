import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { JsonValue } from '../basics/json.js';

export interface Health {
  readonly healthy: boolean;
  /** What an operator wants to know: a lag, a parked stream. */
  readonly detail?: JsonValue;
}

export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly checks: Readonly<Record<string, Health>>;
}

/** Whether this process should be sent requests: every part that can be missing registers itself here. */
@Injectable()
export class HealthChecks implements BeforeApplicationShutdown {
  private readonly checks = new Map<string, () => Health | Promise<Health>>();
  private stopping = false;

  register(name: string, check: () => Health | Promise<Health>): void {
    this.checks.set(name, check);
  }

  async readiness(patience = 2000): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await within(patience, check)] as const),
    );
    const ready = !this.stopping && results.every(([, { healthy }]) => healthy);
    return { status: ready ? 'ready' : 'not-ready', checks: Object.fromEntries(results) };
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }
}

/** A check that hangs or throws is an unhealthy part, not a failing probe. */
async function within(patience: number, check: () => Health | Promise<Health>): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ healthy: false, detail: 'timeout' }), patience);
  });
  try {
    return await Promise.race([(async () => await check())(), late]);
  } catch (error) {
    return { healthy: false, detail: error instanceof Error ? error.name : 'error' };
  } finally {
    clearTimeout(timer);
  }
}
