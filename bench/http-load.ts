import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { CookieJar, signIn } from '../demo/browser.js';
import type { FormView } from '../src/form/form-view.js';
import { answers } from './command-path.js';

const YEAR = 2565;
const PEOPLE = 40;
const LISTERS = 4;

/** The real server in its own process, always on the embedded engines. */
export const startServerProcess = async (
  env: NodeJS.ProcessEnv,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const main = new URL('../src/main.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      EVENTSTORE_URL: '',
      MONGODB_URL: '',
      PORT: '0',
      REQUESTS_PER_MINUTE: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  child.stdout.resume();
  return {
    url,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
};

const addressOf = async (child: ChildProcess): Promise<string> => {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, url } = JSON.parse(line) as { readonly msg?: string; readonly url?: string };
    if (msg === 'listening' && url) return url;
  }
  throw new Error('the server ended before it listened');
};

export interface LoadFigures {
  readonly perSecond: number;
  /** One duration for each request, milliseconds. */
  readonly latencies: readonly number[];
}

/** A connection that stays open. The built-in `fetch` would add its own cost to the figures. */
class Connection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly baseUrl: string,
    private readonly cookie: string,
  ) {}

  send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const start = performance.now();
    const sent = request(
      new URL(path, this.baseUrl),
      {
        method,
        agent: this.agent,
        headers: {
          cookie: this.cookie,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - start);
          else reject(new Error(`${method} ${path}: ${response.statusCode}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }

  close(): void {
    this.agent.destroy();
  }
}

const signedIn = async (url: string, hint: string) => {
  const jar = new CookieJar();
  const client = await signIn(url, hint, jar);
  return { client, connection: new Connection(url, jar.header(url)) };
};

const during = async (seconds: number, loops: readonly (() => Promise<number>)[]): Promise<LoadFigures> => {
  const latencies: number[] = [];
  const start = performance.now();
  await Promise.all(
    loops.map(async (loop) => {
      while (performance.now() - start < seconds * 1000) latencies.push(await loop());
    }),
  );
  return { perSecond: latencies.length / ((performance.now() - start) / 1000), latencies };
};

/**
 * Staff of many LAOs save the first aspect with every row changed. Each sends the next save as soon as the last one is
 * answered.
 */
export const measureHttpSaves = async (
  url: string,
  seconds: number,
): Promise<LoadFigures & { readonly eventsPerSave: number }> => {
  const admin = await signedIn(url, 'admin');
  const list = await admin.client.get(`/api/surveys?fiscalYear=${YEAR}&pageSize=${PEOPLE}`);
  const { items } = (await list.json()) as { items: { lao: { code: string } }[] };
  const people = await Promise.all(
    items.map(async ({ lao: { code } }) => {
      const { client, connection } = await signedIn(url, `lao.${code}`);
      const path = `/api/surveys/${YEAR}/${code}`;
      const aspect = ((await (await client.get(path)).json()) as FormView).aspects[0]!;
      return { connection, path: `${path}/aspects/${aspect.id}`, rows: servicesOf(aspect) };
    }),
  );
  let users = 0;
  const figures = await during(
    seconds,
    people.map(({ connection, path, rows }) => () => {
      const body = JSON.stringify({ answers: answers(rows, (users += 1)) });
      return connection.send('PUT', path, body, { 'if-match': '*' });
    }),
  );
  for (const { connection } of people) connection.close();
  return { ...figures, eventsPerSave: (people[0]?.rows.length ?? 0) + 1 };
};

const servicesOf = (aspect: FormView['aspects'][number]): string[] =>
  aspect.rows.filter(({ kind }) => kind === 'service').map(({ id }) => id);

const listPaths = [
  '',
  '&page=2',
  '&page=400',
  '&province=12',
  '&province=12&page=5',
  '&province=12&status=not-certified',
  '&district=1201',
  '&status=certified',
  '&status=not-certified&page=700',
  `&q=${encodeURIComponent('บางไผ่')}`,
  `&q=${encodeURIComponent('เทศบาล')}&page=3`,
  '&pageSize=100&page=7',
].map((filter) => `/api/surveys?fiscalYear=${YEAR}${filter}`);

/** The list screen with all its filters, requested by several people of the department at the same time. */
export const measureLists = async (url: string, seconds: number): Promise<LoadFigures> => {
  const people = await Promise.all(
    Array.from({ length: LISTERS }, async (_, first) => ({
      ...(await signedIn(url, 'admin')),
      next: first * 3,
    })),
  );
  const loops = people.map(
    (person) => () => person.connection.send('GET', listPaths[(person.next += 1) % listPaths.length]!),
  );
  await during(1, loops);
  const figures = await during(seconds, loops);
  for (const { connection } of people) connection.close();
  return figures;
};

/** Of the process that serves: bytes. */
export const residentOf = async (url: string): Promise<number> => {
  const figures = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(figures)?.[1]);
};
