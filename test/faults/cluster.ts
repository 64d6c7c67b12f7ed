import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { surveyStream } from '../../src/events/streams.js';
import { EventStoreDbCluster } from '../support/event-store-db/cluster.js';
import { startServer } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { noFigures, type Figures } from './figures.js';
import { Load, type Acknowledged } from './load.js';
import { startRelay } from './relay.js';
import type { Outcome } from './shared.js';
import { Supervised } from './supervised.js';
import { trouble, type Fault } from './trouble.js';
import { verdict } from './verdict.js';
import { faultWorld, openSurvey } from './world.js';

/** Milliseconds until people write again after the cluster has a leader. */
const WRITING_AGAIN = 5_000;
/** Milliseconds that a real cluster may take to see that its leader is silent, and to elect another; the least of them. */
const ELECTION = 2_000;
/** Milliseconds after a start within which the metrics name a stream that was taken away before. */
const ALARM = 5_000;

/** One process on a cluster of three nodes, each of which can be stopped. */
class ClusterSystem {
  readonly acknowledged: Acknowledged[] = [];
  readonly takenAway: string[] = [];
  private lastAcknowledged = 0;

  private constructor(
    readonly world: ReturnType<typeof faultWorld>,
    readonly cluster: EventStoreDbCluster,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<ClusterSystem> {
    const world = faultWorld();
    const cluster = await EventStoreDbCluster.start(3, startRelay);
    const log = await EventStoreDbEventStore.open({ url: cluster.url });
    await openSurvey(log, world);
    await log.close();
    return new ClusterSystem(world, cluster, mkdtempSync(join(tmpdir(), 'faults-cluster-')));
  }

  /** Plays one fault under load, again and again. @returns what is broken after that. */
  async play(fault: Fault, minutes: number, say: (line: string) => void): Promise<Outcome> {
    const figures = noFigures();
    const { world, environment: env } = this;
    const server = new Supervised({ name: 'the process', script: 'server.child.ts', env });
    const front = await TcpProxy.start(() => (server.port > 0 ? [server.port] : []));
    const load = new Load(`http://127.0.0.1:${front.port}`, world.questionnaire, figures, {
      sessionsSurvive: false,
      onAcknowledged: () => (this.lastAcknowledged = performance.now()),
    });
    const broken: string[] = [];
    try {
      await server.start();
      const work = load.run(world.codes);
      const strike = async (): Promise<void> => {
        const breach = await fault.strike();
        if (breach !== undefined) broken.push(breach);
      };
      await Promise.race([work, trouble([{ ...fault, strike }], { minutes, figures, say })]);
      load.end();
      await work;
      figures.recoveries = server.starts - 1;
    } finally {
      await server.stop();
      await front.stop();
    }
    this.acknowledged.push(...load.acknowledged);
    return { figures, breaches: [...broken, ...(await this.judged())] };
  }

  /** @returns a breach when people write again only after the limit. */
  async writingAgain(since: number): Promise<string | undefined> {
    while (this.lastAcknowledged < since) await pause(10);
    const waited = this.lastAcknowledged - since;
    return waited > WRITING_AGAIN ? `writing went on ${Math.round(waited)} ms after the election` : undefined;
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private get environment(): NodeJS.ProcessEnv {
    const { cluster, dataDir, world } = this;
    return { PORT: '0', DATA_DIR: dataDir, DIRECTORY_DIR: world.folder, EVENTSTORE_URL: cluster.url };
  }

  private async judged(): Promise<readonly string[]> {
    const { dataDir, world, acknowledged, takenAway } = this;
    const env = this.environment;
    const server = await startServer({ dataDir, directoryDir: world.folder, env });
    try {
      const stores = {
        eventStore: server.application.get(EventStore, { strict: false }),
        readStore: server.application.get(ReadStore, { strict: false }),
      };
      const tampered = takenAway.length > 0 ? 1 : 0;
      const alarm = await says(server.url, `eservice_log_tampered ${tampered}`);
      const breaches = await verdict(stores, acknowledged, world, takenAway);
      return alarm ? breaches : [`log_tampered is not ${tampered}`, ...breaches];
    } finally {
      await server.stop();
    }
  }
}

/** Whether the metrics hold this line soon after a start. */
const says = async (url: string, line: string): Promise<boolean> => {
  const until = performance.now() + ALARM;
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (metrics.split('\n').includes(line)) return true;
    if (performance.now() > until) return false;
    await pause(50);
  }
};

/** In the order in which they are played. A stream that was taken away never comes back, so that is the last. */
const faultsOf = (system: ClusterSystem): readonly Fault[] => {
  const { cluster } = system;
  const another = (): number => (cluster.leading + 1 + Math.floor(Math.random() * 2)) % cluster.size;
  const elect = (): Promise<string | undefined> => {
    cluster.elect(another());
    return system.writingAgain(performance.now());
  };
  return [
    {
      name: 'the log drops its readers',
      kind: 'other',
      strike: () => cluster.node(cluster.leading).dropSubscriptions(),
    },
    {
      name: 'another node leads',
      kind: 'other',
      strike: elect,
    },
    {
      name: 'the leader is stopped (SIGSTOP), another leads, the first one wakes',
      kind: 'other',
      strike: async () => {
        const silent = cluster.leading;
        cluster.freeze(silent);
        await pause(ELECTION * Math.random());
        cluster.missLeader();
        await pause(ELECTION);
        const breach = await elect();
        cluster.wake(silent);
        return breach;
      },
    },
    {
      name: 'a stream is taken away',
      kind: 'other',
      strike: async () => {
        if (system.takenAway.length > 0) return;
        const stream = surveyStream(2565, system.world.codes[0]!);
        const outsider = EventStoreDBClient.connectionString(cluster.urlOf(cluster.leading));
        await outsider.tombstoneStream(stream);
        await outsider.dispose();
        system.takenAway.push(stream);
      },
    },
  ];
};

/** A verdict on each fault of a cluster of three stand-ins; each gets an equal part of the time. */
export const clusterFaults = async (
  minutes: number,
  say: (line: string) => void,
): Promise<readonly (Outcome & { readonly name: string; readonly figures: Figures })[]> => {
  const system = await ClusterSystem.start();
  const outcomes = [];
  try {
    const faults = faultsOf(system);
    for (const fault of faults) {
      outcomes.push({ name: fault.name, ...(await system.play(fault, minutes / faults.length, say)) });
    }
  } finally {
    await system.stop();
  }
  return outcomes;
};
