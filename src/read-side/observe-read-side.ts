import { Gauge, type Registry } from 'prom-client';
import type { ReadModels } from '../../projections/read-models.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import type { JsonObject } from '../json.js';
import type { Health, HealthChecks } from '../observability/health-checks.js';

interface Observed {
  readonly readModels: ReadModels;
  readonly readStore: ReadStore;
  readonly healthChecks: HealthChecks;
  readonly registry: Registry;
}

/** What a probe and a scraper learn of the read models, whoever projects them. */
export const observeReadSide = ({ readModels, readStore, healthChecks, registry }: Observed): void => {
  healthChecks.register('read-store', async () => {
    await readStore.count('projection_checkpoints', {});
    return { healthy: true };
  });
  new Gauge({
    name: 'projection_lag_positions',
    help: 'How far a read model is behind the end of the log',
    labelNames: ['projection'],
    registers: [registry],
    async collect() {
      for (const { projection, lag } of await readModels.status()) this.set({ projection }, Number(lag));
    },
  });
  new Gauge({
    name: 'projection_parked_streams',
    help: 'Streams whose events a read model could not take in: they need a person',
    labelNames: ['projection'],
    registers: [registry],
    async collect() {
      for (const { projection, parked } of await readModels.status()) {
        this.set({ projection }, parked.length);
      }
    },
  });
};

/**
 * Healthy once the read models have been seen where the log ends now: until then they may be half-built, and a list without most of its rows
 * looks like a true one. Later they may lag, which is said.
 */
export const builtOnce = async (readModels: ReadModels): Promise<() => Promise<Health>> => {
  const [first] = await readModels.status();
  const end = BigInt(first?.head ?? -1);
  let built = false;
  return async () => {
    const status = await readModels.status();
    built ||= status.every(({ position }) => BigInt(position ?? -1) >= end);
    return { healthy: built, detail: status as unknown as readonly JsonObject[] };
  };
};
