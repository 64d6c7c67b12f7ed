import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkpoints, parkedStreams } from '../projections/engine/checkpoints.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { DevelopmentIdentityProvider } from '../src/identity/development-identity-provider.js';
import { loadDirectory } from '../src/directory/load-directory.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { MongoConnection } from '../src/mongo/mongo-connection.js';
import { describeEngine, ownDatabase } from './support/engine.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { spawnServer, type ServerProcess } from './support/server-process.js';
import { signIn, type Client } from './support/sign-in.js';

const survey = '/api/surveys/2565/03120102';
const path = `${survey}/aspects/complaints-about-agency`;
/** The promise to operators, milliseconds. */
const TAKEOVER = 10_000;
const SLOW = 60_000;

type Duties = { readonly [collection: string]: 'at work' | 'standing by' };

const dutiesOf = async ({ url }: ServerProcess): Promise<ReadonlySet<string>> => {
  const ready = (await (await fetch(`${url}/health/ready`)).json()) as {
    readonly checks: { readonly projector: { readonly detail: { readonly duties: Duties } } };
  };
  return new Set(Object.values(ready.checks.projector.detail.duties));
};
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await setTimeout(50);
};
const has = (projector: ServerProcess, duty: 'at work' | 'standing by') => async () => {
  const duties = await dutiesOf(projector);
  return duties.size === 1 && duties.has(duty);
};

describeEngine('A projector that another one replaces', 'MONGODB_URL', (url) => {
  const projections = allProjections();
  const collections = projections.map(collectionName);
  let log: EventStoreDbInMemory;
  let issuer: DevelopmentIdentityProvider;
  let connection: MongoConnection;
  let dataDir: string;
  let environment: NodeJS.ProcessEnv;
  const processes: ServerProcess[] = [];
  let clerk: Client;
  let working: ServerProcess;
  let standing: ServerProcess;

  const startRole = async (role: 'api' | 'projector'): Promise<ServerProcess> => {
    const process = await spawnServer({ ...environment, ROLE: role });
    processes.push(process);
    return process;
  };

  beforeAll(async () => {
    log = await EventStoreDbInMemory.start();
    issuer = await DevelopmentIdentityProvider.start(loadDirectory('data'), 0);
    dataDir = await mkdtemp(join(tmpdir(), 'takeover-'));
    const mongoUrl = ownDatabase(url);
    connection = await MongoConnection.open({ url: mongoUrl });
    environment = {
      DATA_DIR: dataDir,
      EVENTSTORE_URL: log.url,
      MONGODB_URL: mongoUrl,
      SESSION_SECRET: 'only for tests, and only for tests',
      OIDC_ISSUER: issuer.client.issuer,
      OIDC_CLIENT_ID: issuer.client.clientId,
      OIDC_CLIENT_SECRET: issuer.client.clientSecret,
    };
    const api = await startRole('api');
    working = await startRole('projector');
    await until(has(working, 'at work'));
    standing = await startRole('projector');
    clerk = await signIn(api.url, 'lao.03120102');
  }, SLOW);
  afterAll(async () => {
    for (const { child } of processes) child.kill('SIGKILL');
    await issuer?.stop();
    log?.stop();
    await connection?.database.dropDatabase();
    await connection?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  let users = 0;
  /** @returns its position in the log. */
  const save = async (): Promise<string> => {
    const answer = { hasEService: true, yearlyUsers: (users += 1) };
    const answers = { 'corruption-complaint': answer };
    const saved = await clerk.put(path, { answers }, { 'if-match': '*' });
    expect(saved.status).toBe(200);
    return ((await saved.json()) as { readonly position: string }).position;
  };
  const shown = async (position: string): Promise<boolean> =>
    (await clerk.get(`${survey}?after=${position}`)).status === 200;
  const differencesFromReplay = async () => {
    const [replayed, eventStore] = [
      new MemoryReadStore(),
      await EventStoreDbEventStore.open({ url: log.url }),
    ];
    await rebuildFromZero({ eventStore, readStore: replayed, projections });
    await eventStore.close();
    return differences(new MongoReadStore(connection), replayed, collections);
  };
  /** All that projectors write, in its present state. */
  const written = () => {
    const store = new MongoReadStore(connection);
    return Promise.all(
      [...collections, checkpoints, parkedStreams].map((each) => store.find(each, {}, { sort: { _id: 1 } })),
    );
  };

  it(
    'after kill -9 is replaced within ten seconds, and events saved meanwhile are readable by then',
    async () => {
      expect(await dutiesOf(standing)).toEqual(new Set(['standing by']));
      const killedAt = performance.now();
      working.child.kill('SIGKILL');
      const position = await save();
      await until(() => shown(position));
      expect(performance.now() - killedAt).toBeLessThan(TAKEOVER);
      expect(await dutiesOf(standing)).toEqual(new Set(['at work']));
      expect(await differencesFromReplay()).toEqual([]);
      working = standing;
    },
    SLOW,
  );

  it(
    'that was frozen changes nothing when it wakes',
    async () => {
      standing = await startRole('projector');
      await until(has(standing, 'standing by'));
      const saving = save();
      working.child.kill('SIGSTOP'); // in the middle of its work
      await saving;
      const position = await save();
      await until(() => shown(position));
      const before = await written();
      working.child.kill('SIGCONT');
      await until(has(working, 'standing by'));
      expect(await written()).toEqual(before);
      expect(await dutiesOf(standing)).toEqual(new Set(['at work']));
      const next = await save();
      await until(() => shown(next));
      expect(await differencesFromReplay()).toEqual([]);
    },
    SLOW,
  );
});
