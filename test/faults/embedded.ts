import { setTimeout as pause } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
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

/** Kilobytes that a file of the full disk may hold; the log of a short run outgrows them. */
const FULL_DISK = 2_048;
/** How long the disk stays full. Milliseconds. */
const FULL_FOR = 4_000;

/** A full disk to whoever runs in it: no file grows any further, and the writer is told, not killed. */
const onFullDisk = `trap '' XFSZ; ulimit -f ${FULL_DISK}; exec "$@"`;

const faultsOf = (
  server: Supervised,
  restart: (shell: string | undefined) => Promise<void>,
): readonly Fault[] => [
  { name: 'kill the process', kind: 'kill', strike: () => server.signal('SIGKILL') },
  { name: 'its clock steps back', kind: 'other', strike: () => server.signal('SIGUSR2') },
  {
    name: 'the disk is full',
    kind: 'other',
    strike: async () => {
      await restart(onFullDisk);
      await pause(FULL_FOR);
      await restart(undefined);
    },
  },
];

/** The one embedded process under load: killed, its clock set back, its disk full. */
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
        faultsOf(server, (shell) => server.restart(shell)),
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
  const { application, stop } = await startServer({ dataDir, directoryDir: world.folder });
  try {
    const stores = {
      eventStore: application.get(EventStore, { strict: false }),
      readStore: application.get(ReadStore, { strict: false }),
    };
    return await verdict(stores, acknowledged, world);
  } finally {
    await stop();
  }
};
