/**
 * Kills the server again and again while people save, and compares the log's file with what they were answered:
 * `npm run kills -- [--kills 200]`. Exit code 1 when anything acknowledged is missing, changed or doubled. It shares no
 * code with the system: it knows its program, HTTP and the file of the log.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { judge } from './oracle.js';
import { aspects, Person, type Save } from './person.js';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const wanted = Number(values.kills);
const laos = ['03120102', '02120101', '03120601'];
/** Of so many kills one strikes a process that has not begun to listen. */
const DURING_START = 8;
const SHORTEST_LOAD = 50;
const LONGEST_LOAD = 700;

const root = join(import.meta.dirname, '..', '..');
const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-kills-'));
const people = laos.flatMap((lao) => aspects.map((aspect) => new Person(lao, aspect)));
const saves: Save[] = [];
const pending = new Map<Person, Save>();
let [kills, starting, lost, slowestStart] = [0, 0, 0, 0];

/** The same port each time: browsers keep their sessions. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
const port = await freePort();

const between = (least: number, most: number): number => least + Math.random() * (most - least);

const launch = (): ChildProcess =>
  spawn(process.execPath, [join(root, 'dist', 'src', 'main.js')], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      REQUESTS_PER_MINUTE: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const listening = async (child: ChildProcess): Promise<string | undefined> => {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, url } = JSON.parse(line) as { readonly msg?: string; readonly url?: string };
    if (msg === 'listening') return url;
  }
  return undefined;
};

const kill = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

/** Sends what has no answer yet first, under its own key. Goes on until the process is killed. */
const work = async (person: Person, url: string, goesOn: () => boolean): Promise<void> => {
  while (goesOn()) {
    let save = pending.get(person);
    if (!save) {
      save = person.begin(saves.length + 1);
      saves.push(save);
      pending.set(person, save);
    }
    if (!(await person.send(url, save))) {
      lost += 1;
      await setTimeout(20);
      continue;
    }
    pending.delete(person);
  }
};

const acknowledged = (): number => saves.length - pending.size;

const round = async (): Promise<void> => {
  const began = performance.now();
  const child = launch();
  if (kills > 0 && kills % DURING_START === 0) {
    await setTimeout(between(100, 1_500));
    starting += 1;
    return kill(child);
  }
  const url = await listening(child);
  if (url === undefined) throw new Error('the server ended before it listened');
  slowestStart = Math.max(slowestStart, performance.now() - began);
  let alive = true;
  const before = acknowledged();
  const working = people.map((person) => work(person, url, () => alive));
  while (acknowledged() === before) await setTimeout(5);
  await setTimeout(between(SHORTEST_LOAD, LONGEST_LOAD));
  await kill(child);
  alive = false;
  await Promise.all(working);
};

const finishPending = async (): Promise<void> => {
  const child = launch();
  const url = await listening(child);
  for (const [person, save] of pending) {
    while (!(await person.send(url!, save))) await setTimeout(50);
  }
  await kill(child);
};

const begun = performance.now();
try {
  for (; kills < wanted; kills += 1) {
    await round();
    if (kills % 20 === 19) console.error(`${kills + 1} kills, ${acknowledged()} acknowledged`);
  }
  await finishPending();
  const faults = judge(join(dataDir, 'events.sqlite'), saves);
  for (const fault of faults.slice(0, 20)) console.log(`BROKEN: ${fault}`);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${kills} kills, ${starting} of them before the process listened, in ${seconds.toFixed(0)} s`);
  console.log(`${saves.length} commands acknowledged, ${lost} of them sent again after a lost answer`);
  console.log(`slowest start ${(slowestStart / 1000).toFixed(1)} s`);
  console.log(faults.length === 0 ? 'Each is in the log once, as it was sent.' : `${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
