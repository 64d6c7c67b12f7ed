import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { JsonValue } from '../basics/json.js';
import { within } from '../basics/time-limit.js';

export interface Health {
  readonly healthy: boolean;
  /** Details for an operator: a lag, a parked stream. */
  readonly detail?: JsonValue;
}

export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly checks: Readonly<Record<string, Health>>;
}

/** Whether this process should get requests. Every part that can fail registers its check here. */
@Injectable()
export class HealthChecks implements BeforeApplicationShutdown {
  private readonly checks = new Map<string, () => Health | Promise<Health>>();
  private stopping = false;

  register(name: string, check: () => Health | Promise<Health>): void {
    this.checks.set(name, check);
  }

  async readiness(patience = 2000): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcomeOf(check, patience)] as const),
    );
    const ready = !this.stopping && results.every(([, { healthy }]) => healthy);
    return { status: ready ? 'ready' : 'not-ready', checks: Object.fromEntries(results) };
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }
}

/** A check that hangs or throws means an unhealthy part, not a failed probe. */
const outcomeOf = async (check: () => Health | Promise<Health>, patience: number): Promise<Health> => {
  try {
    const checked = (async () => await check())();
    return await within(patience, checked, () => ({ healthy: false, detail: 'timeout' }));
  } catch (error) {
    return { healthy: false, detail: error instanceof Error ? error.name : 'error' };
  }
};
