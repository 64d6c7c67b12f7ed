import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CheckpointPoller } from '../../projections/engine/checkpoint-poller.js';
import { allProjections } from '../../projections/read-models/index.js';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { DevelopmentIdentityProvider } from '../../src/identity/development-identity-provider.js';
import { EventStoreDbEventStore } from '../../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { MongoConnection } from '../../src/mongo/mongo-connection.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { noFigures, type Figures } from './figures.js';
import { Load } from './load.js';
import { said, spawnChild, Supervised } from './supervised.js';
import { trouble, type Fault } from './trouble.js';
import { verdict } from './verdict.js';
import { faultWorld, openSurvey, type FaultWorld } from './world.js';

export interface Outcome {
  readonly figures: Figures;
  /** Faults in words; empty when there are none. */
  readonly breaches: readonly string[];
}

/** Milliseconds. Longer than a lease's patience: another process takes over, and the frozen one notices when it wakes. */
const SLEEP = 7_000;
const PATIENCE = 60_000;

/** A whole system: two API processes, two competing projectors, a log, a store, an identity provider, and connections to cut. */
class SharedSystem {
  private constructor(
    readonly world: FaultWorld,
    readonly log: EventStoreDbEventStore,
    readonly connection: MongoConnection,
    readonly apis: readonly Supervised[],
    readonly projectors: readonly Supervised[],
    readonly lines: { readonly log: TcpProxy; readonly store: TcpProxy; readonly front: TcpProxy },
    private readonly ends: (() => unknown)[],
  ) {}

  static async start(mongoUrl: string): Promise<SharedSystem> {
    const world = faultWorld();
    const logChild = spawnChild({ name: 'log', script: 'event-store-db.child.ts', env: {} });
    const logPort = Number(await said(logChild, 'port'));
    const server = new URL(mongoUrl);
    const storePort = Number(server.port || 27017);
    const database = `eservice_faults_${randomUUID().slice(0, 8)}`;
    const storeUrl = (port: number) => `mongodb://127.0.0.1:${port}/${database}?directConnection=true`;
    const log = await EventStoreDbEventStore.open({ url: `esdb://127.0.0.1:${logPort}?tls=false` });
    await openSurvey(log, world);
    const connection = await MongoConnection.open({ url: storeUrl(storePort) });
    const issuer = await DevelopmentIdentityProvider.start(world.nation, 0);
    const apis: Supervised[] = [];
    const ports = () => apis.map(({ port }) => port).filter((port) => port > 0);
    const lines = {
      log: await TcpProxy.start(() => [logPort]),
      store: await TcpProxy.start(() => [storePort]),
      front: await TcpProxy.start(ports),
    };
    const env = {
      PORT: '0',
      DIRECTORY_DIR: world.folder,
      DATA_DIR: world.folder,
      EVENTSTORE_URL: `esdb://127.0.0.1:${lines.log.port}?tls=false`,
      MONGODB_URL: storeUrl(lines.store.port),
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      OIDC_ISSUER: issuer.client.issuer,
      OIDC_CLIENT_ID: issuer.client.clientId,
      OIDC_CLIENT_SECRET: issuer.client.clientSecret,
    };
    const process = (ROLE: string, number: number) =>
      new Supervised({ name: `${ROLE} ${number}`, script: 'server.child.ts', env: { ...env, ROLE } });
    apis.push(process('api', 1), process('api', 2));
    const projectors = [process('projector', 1), process('projector', 2)];
    for (const each of [...apis, ...projectors]) await each.start();
    const ends = [
      ...Object.values(lines).map((line) => () => line.stop()),
      () => issuer.stop(),
      () => connection.database.dropDatabase(),
      () => connection.close(),
      () => log.close(),
      () => logChild.kill('SIGKILL'),
    ];
    return new SharedSystem(world, log, connection, apis, projectors, lines, ends);
  }

  get processes(): readonly Supervised[] {
    return [...this.apis, ...this.projectors];
  }

  faults(): readonly Fault[] {
    const { apis, projectors, lines } = this;
    const kill = (process: Supervised): Fault => ({
      name: `kill ${process.plan.name}`,
      kind: 'kill',
      strike: () => process.signal('SIGKILL'),
    });
    const sleep = (process: Supervised): Fault => ({
      name: `${process.plan.name} sleeps`,
      kind: 'other',
      strike: async () => {
        process.signal('SIGSTOP');
        await pause(SLEEP);
        process.signal('SIGCONT');
      },
    });
    const stepBack = (process: Supervised): Fault => ({
      name: `the clock of ${process.plan.name} steps back`,
      kind: 'other',
      strike: () => process.signal('SIGUSR2'),
    });
    const cut = (name: string, line: TcpProxy): Fault => ({
      name: `cut the lines to ${name}`,
      kind: 'other',
      strike: () => void line.cut(),
    });
    return [
      ...[...apis, ...projectors].map(kill),
      ...projectors.map(sleep),
      ...[apis[0]!, projectors[0]!].map(stepBack),
      cut('the log', lines.log),
      cut('the store', lines.store),
      cut('the people', lines.front),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    for (const end of this.ends) await end();
  }
}

/** Several processes under load on the given engines, with every fault in turn. */
export const sharedFaults = async (
  mongoUrl: string,
  minutes: number,
  say: (line: string) => void,
): Promise<Outcome> => {
  const figures = noFigures();
  const system = await SharedSystem.start(mongoUrl);
  const { world, log, connection } = system;
  const readStore = new MongoReadStore(connection);
  const projections = allProjections();
  const watch = new CheckpointPoller({ eventStore: log, readStore, projections, log: () => undefined });
  const readable = async (position: bigint): Promise<void> => {
    const begun = performance.now();
    await watch.waitFor(position, PATIENCE);
    figures.longestLag = Math.max(figures.longestLag, performance.now() - begun);
  };
  try {
    const address = `http://127.0.0.1:${system.lines.front.port}`;
    const load = new Load(address, world.questionnaire, figures, {
      sessionsSurvive: true,
      onAcknowledged: (position) => void readable(position),
    });
    const work = load.run(world.codes);
    await Promise.race([work, trouble(system.faults(), { minutes, figures, say })]);
    load.end();
    await work;
    const last = (await log.head())!;
    const caughtUp = await watch.waitFor(last, PATIENCE);
    figures.recoveries = system.processes.reduce((sum, { starts }) => sum + starts - 1, 0);
    const breaches = await verdict({ eventStore: log, readStore }, load.acknowledged, world);
    return {
      figures,
      breaches: caughtUp ? breaches : [`the read models never reached ${last}`, ...breaches],
    };
  } finally {
    await watch.close();
    await system.stop();
  }
};
