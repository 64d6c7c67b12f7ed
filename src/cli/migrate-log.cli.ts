/** Copies a log from one engine to the other, exactly. `--from` and `--to` are each a log file or an EventStoreDB address. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { showProgress, type ProgressBar } from '../basics/progress-bar.js';
import { reportFailure } from '../configuration/report-failure.js';
import { BrokenChain } from '../event-store/chain-check.js';
import { SqliteEventStore } from '../event-store/embedded/sqlite-event-store.js';
import { EventStoreUnavailable, type EventStore } from '../event-store/event-store.js';
import { EventStoreDbEventStore } from '../event-store/eventstoredb/eventstoredb-event-store.js';
import { copyLog, CopyRefused, type CopiedLog } from '../event-store/moving/copy-log.js';
import { helpOnRequest } from './help.js';

const USAGE = `usage: npm run migrate-log -- --from <file or esdb://…> --to <file or esdb://…>
one of the two is the file of an embedded log (events.sqlite), whose server must be stopped`;

helpOnRequest(`${USAGE}

Copies a log from one engine to the other, exactly, and recomputes every hash on both sides. A later run goes on.`);

const addresses = (): { readonly from: string; readonly to: string } => {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
    const { from, to } = parseArgs({ options }).values;
    // Two EventStoreDB clients in one process share settings that only one of them requested.
    if (from && to && from !== to && !(isServer(from) && isServer(to))) return { from, to };
  } catch {
    // An unknown option gets the same answer.
  }
  throw new CopyRefused(USAGE);
};

const isServer = (address: string): boolean => /^esdb(\+discover)?:\/\//.test(address);

/** Opens an embedded log the way its server does. While a server uses the log, it may change during the copy. */
const open = (address: string): Promise<EventStore> =>
  isServer(address)
    ? EventStoreDbEventStore.open({ url: address })
    : SqliteEventStore.open({ file: address });

const run = async (): Promise<CopiedLog> => {
  const { from, to } = addresses();
  if (!isServer(from) && !existsSync(from)) throw new CopyRefused(`There is no log ${from}.`);
  await using stores = new AsyncDisposableStack();
  const source = stores.adopt(await open(from), (store) => store.close());
  const target = stores.adopt(await open(to), (store) => store.close());
  const copying = showProgress('copied to position', Number((await source.head()) ?? 0n));
  let proving: ProgressBar | undefined;
  stores.defer(() => [copying, proving].forEach((progress) => progress?.stop()));
  return await copyLog({
    from: source,
    to: target,
    onCopied: (position) => copying.update(Number(position)),
    onProved: (events, of) => (proving ??= showProgress('proved events', of)).update(events),
  });
};

try {
  const { events, copied, sha256 } = await run();
  console.log(`${events} events, ${copied} of them copied now, every hash recomputed on both sides`);
  console.log(`SHA-256 over their hashes in the log's order, the same on both sides: ${sha256}`);
  console.log('Positions are the new log’s own: let the read models be built anew.');
} catch (error) {
  reportFailure(error, [CopyRefused, BrokenChain, EventStoreUnavailable]);
}
