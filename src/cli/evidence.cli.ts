/**
 * Writes an evidence package, beside the running server:
 * `npm run evidence -- survey 2565/03120102 | province 2565/12 | campaign 2565 [--out <file.zip>]`.
 * Signs a checkpoint first, so it needs the key of the checkpoints.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ReadStoreUnavailable } from '../basics/read-store-unavailable.js';
import { openPeople } from '../engines/open-people.js';
import { PeopleUnavailable } from '../people/people.js';
import { SystemClock } from '../basics/clock.js';
import { ConfigurationError, readConfiguration } from '../configuration/configuration.js';
import { DataFileError } from '../configuration/data-file-error.js';
import { openLogToRead } from '../engines/open-event-store.js';
import { EventStoreUnavailable } from '../event-store/event-store.js';
import { wording } from '../http/wording.js';
import { MongoConnection } from '../mongo/mongo-connection.js';
import { Problem } from '../problems/problem.js';
import { reportFailure } from '../configuration/report-failure.js';
import { runHook } from '../evidence/checkpoints/checkpoint-hook.js';
import { loadCheckpointKey } from '../evidence/checkpoints/checkpoint-key.js';
import { CheckpointError, Checkpoints } from '../evidence/checkpoints/checkpoints.js';
import { EvidencePackages } from '../evidence/package/evidence-package.js';
import { LiveTree } from '../evidence/signing/live-tree.js';
import { LogTampered, Notary } from '../evidence/signing/notary.js';
import { parseScope, type PackageScope } from '../evidence/package/package-scope.js';
import { helpOnRequest } from './help.js';

const USAGE = `usage: npm run evidence -- survey <year>/<LAO code> [--out <file.zip>]
                           province <year>/<province code>
                           campaign <year>`;

helpOnRequest(`${USAGE}

Signs a checkpoint (CHECKPOINT_KEY) and writes an evidence package, beside the running server.
  --out <file.zip>   where to; default: a name that says the scope, in the current folder`);

const readArguments = (): { readonly scope: PackageScope; readonly out: string | undefined } => {
  try {
    const { values, positionals } = parseArgs({
      options: { out: { type: 'string' } },
      allowPositionals: true,
    });
    const [kind, key, ...more] = positionals;
    const scope = parseScope(kind, key);
    if (scope && more.length === 0) return { scope, out: values.out };
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
  throw new ConfigurationError(USAGE);
};

const run = async (): Promise<void> => {
  const { scope, out } = readArguments();
  const configuration = readConfiguration(process.env);
  const { checkpoints: settings, mongoUrl, port, publicUrl } = configuration;
  const key = loadCheckpointKey(configuration);
  const checkpoints = new Checkpoints(settings.dir, key.publicKey);
  const log = await openLogToRead(configuration);
  const connection = mongoUrl === undefined ? undefined : await MongoConnection.open({ url: mongoUrl });
  const people = openPeople(configuration, connection);
  const liveTree = new LiveTree(log);
  const clock = new SystemClock();
  const announce = async (note: string) => {
    if (settings.hook !== undefined) await runHook(settings.hook, note);
  };
  // The package is not made then: the fault ends this program.
  const onFault = () => undefined;
  const notary = new Notary({ eventStore: log, liveTree, checkpoints, key, clock, announce, onFault });
  const start = performance.now();
  try {
    const origin = publicUrl ?? `http://localhost:${port}`;
    const packages = new EvidencePackages({ log, people, liveTree, notary, checkpoints, key });
    const { name, chunks } = await packages.make(scope, origin);
    const file = createWriteStream(out ?? name);
    await pipeline(chunks, file);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${out ?? name}: ${file.bytesWritten.toLocaleString('en')} bytes in ${seconds} s`);
  } finally {
    await people.close();
    await connection?.close();
    await log.close();
  }
};

try {
  await run();
} catch (error) {
  const reported = error instanceof Problem ? new ConfigurationError(wording(error, 'en').detail) : error;
  reportFailure(reported, [
    ConfigurationError,
    DataFileError,
    EventStoreUnavailable,
    ReadStoreUnavailable,
    PeopleUnavailable,
    CheckpointError,
    LogTampered,
  ]);
}
