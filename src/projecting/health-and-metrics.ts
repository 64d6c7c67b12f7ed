import { Gauge, type Registry } from 'prom-client';
import type { Builds } from '../../projections/engine/build-progress.js';
import { collectionName } from '../../projections/engine/collection-name.js';
import type { ProjectionStatus, ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { asJson } from '../basics/json.js';
import { metricName } from '../basics/metric-name.js';
import type { Health, HealthChecks } from '../observability/health-checks.js';

interface Observed {
  readonly readModels: ReadModelProgress;
  readonly readStore: ReadStore;
  readonly healthChecks: HealthChecks;
  readonly registry: Registry;
}

/** The health check and metrics of the read models that every process has, whichever one projects them. */
export const reportProgress = ({ readModels, readStore, healthChecks, registry }: Observed): void => {
  healthChecks.register('read-store', async () => {
    await readStore.count('projection_checkpoints', {});
    return { healthy: true };
  });
  new Gauge({
    name: metricName('projection_lag_positions'),
    help: 'How far a read model is behind the end of the log',
    labelNames: ['projection'],
    registers: [registry],
    async collect() {
      for (const { projection, lag } of await readModels.status()) this.set({ projection }, Number(lag));
    },
  });
  new Gauge({
    name: metricName('projection_parked_streams'),
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

const buildGauges = {
  projection_build_percent: ['How much of the log a read model that is being built has taken in', 'percent'],
  projection_build_events_per_second: ['How fast a read model is being built', 'eventsPerSecond'],
  projection_build_seconds_left: ['How long a read model is still being built, as it looks', 'secondsLeft'],
} as const;

/** Metrics of the read models that are being built; a finished one has none. */
export const reportBuilds = (builds: Builds, registry: Registry): void => {
  for (const [name, [help, field]] of Object.entries(buildGauges)) {
    new Gauge({
      name: metricName(name),
      help,
      labelNames: ['collection'],
      registers: [registry],
      collect() {
        this.reset();
        for (const state of builds.states) {
          const figure = state[field];
          if (figure !== null) this.set({ collection: state.collection }, figure);
        }
      },
    });
  }
};

/**
 * Healthy once the read models have reached the current end of the log. Before that they may be incomplete, and a list with missing rows
 * looks complete. Later they may lag; the detail gives the lag.
 */
export const builtOnce = async (readModels: ReadModelProgress): Promise<() => Promise<Health>> => {
  const [first] = await readModels.status();
  const end = BigInt(first?.head ?? -1);
  let built = false;
  return async () => {
    const status = await readModels.status();
    const foreign = await readModels.ofAnotherLog();
    built ||= foreign.length === 0 && status.every(({ position }) => BigInt(position ?? -1) >= end);
    const detail = status.map((each) => {
      const isForeign = foreign.includes(collectionName({ ...each, name: each.projection }));
      return { ...each, ...(isForeign ? ofAnotherLog : standing(each, end)) };
    });
    return { healthy: built, detail: asJson(detail) };
  };
};

const ofAnotherLog = { state: 'of another log: built anew', percent: 0 } as const;

/** State and percentage for display. */
const standing = ({ position }: ProjectionStatus, end: bigint) => {
  const at = BigInt(position ?? -1);
  if (at >= end) return { state: 'built', percent: 100 } as const;
  return { state: 'building', percent: at < 0n ? 0 : Number((at * 100n) / end) } as const;
};
