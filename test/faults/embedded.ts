import { setTimeout as pause } from 'node:timers/promises';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { SqliteEventStore } from '../../src/event-store/embedded/sqlite-event-store.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { startServer } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { noFigures } from './figures.js';
import { Load } from './load.js';
import type { Outcome } from './shared.js';
import { Supervised } from './supervised.js';
import { trouble, type Fault } from './trouble.js';
import { verdict } from './verdict.js';
import { faultWorld, openSurvey } from './world.js';

/** Kilobytes that the largest file may still grow on the full disk: some seconds of load. */
const LEFT = 256;
/** Milliseconds for which the disk stays full. */
const FULL_FOR = 4_000;

/** A full disk for the process that runs in this shell: no file grows further, and its writer gets an error. */
const fullDisk = (dataDir: string): string => {
  const sizes = readdirSync(dataDir).map((file) => statSync(join(dataDir, file)).size);
  return `ulimit -f ${Math.ceil(Math.max(...sizes) / 1024) + LEFT}; exec "$@"`;
};

const faultsOf = (
  server: Supervised,
  dataDir: string,
  restart: (shell: string | undefined) => Promise<void>,
): readonly Fault[] => [
  { name: 'kill the process', kind: 'kill', strike: () => server.signal('SIGKILL') },
  { name: 'its clock steps back', kind: 'other', strike: () => server.signal('SIGUSR2') },
  {
    name: 'the disk is full',
    kind: 'other',
    strike: async () => {
      await restart(fullDisk(dataDir));
      await pause(FULL_FOR);
      await restart(undefined);
    },
  },
];

/** The single embedded process under load: it is killed, its clock is set back, its disk is full. */
export const embeddedFaults = async (minutes: number, say: (line: string) => void): Promise<Outcome> => {
  const figures = noFigures();
  const world = faultWorld();
  const dataDir = mkdtempSync(join(tmpdir(), 'faults-log-'));
  const log = await SqliteEventStore.open({ file: join(dataDir, 'events.sqlite') });
  await openSurvey(log, world);
  await log.close();
  const server = new Supervised({
    name: 'the process',
    script: 'server.child.ts',
    env: { PORT: '0', DATA_DIR: dataDir, DIRECTORY_DIR: world.folder },
  });
  const front = await TcpProxy.start(() => (server.port > 0 ? [server.port] : []));
  try {
    await server.start();
    const load = new Load(`http://127.0.0.1:${front.port}`, world.questionnaire, figures, {
      sessionsSurvive: false,
    });
    const work = load.run(world.codes);
    await Promise.race([
      work,
      trouble(
        faultsOf(server, dataDir, (shell) => server.restart(shell)),
        { minutes, figures, say },
      ),
    ]);
    load.end();
    await work;
    figures.recoveries = server.starts - 1;
    await server.stop();
    return { figures, breaches: await judged(dataDir, load, world) };
  } finally {
    await server.stop();
    await front.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const judged = async (dataDir: string, { acknowledged }: Load, world: ReturnType<typeof faultWorld>) => {
  const server = await startServer({ dataDir, directoryDir: world.folder });
  try {
    const stores = {
      eventStore: server.application.get(EventStore, { strict: false }),
      readStore: server.application.get(ReadStore, { strict: false }),
    };
    return await verdict(stores, acknowledged, world);
  } finally {
    await server.stop();
  }
};
