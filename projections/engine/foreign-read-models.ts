import { ReadStoreUnavailable } from '../../src/basics/read-store-unavailable.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { Builds } from './build-progress.js';
import { BuildBeside, type BuildBesideOptions } from './build-beside.js';
import { collectionName } from './collection-name.js';
import type { ForeignReadModel } from './log-mark.js';
import { askForRebuild } from './rebuild-request.js';

export interface ForeignRule {
  /** Read models of another log are built anew. Otherwise no process starts on them, since an address may be wrong. */
  readonly rebuildForeign?: boolean;
}

/** @throws ReadStoreUnavailable unless the rule lets read models of another log be built anew. */
export const requireRebuildAllowed = async (
  [first]: readonly ForeignReadModel[],
  { eventStore, rebuildForeign = false }: ForeignRule & { readonly eventStore: Pick<EventStore, 'head'> },
): Promise<void> => {
  if (rebuildForeign || !first) return;
  const head = (await eventStore.head()) ?? 'nothing';
  throw new ReadStoreUnavailable(
    `the read models were made from another log: they are at position ${first.position}, the log ends at ${head}; READ_MODELS_OF_ANOTHER_LOG=rebuild builds them anew`,
  );
};

interface ReplaceForeignOptions extends BuildBesideOptions, ForeignRule {
  readonly builds: Builds;
}

/**
 * Builds read models that were made from another log anew, beside those. They are replaced when all of this log is in the new ones, so an
 * operator who gave a wrong address loses nothing by it. Nothing may project these collections meanwhile.
 * @throws ReadStoreUnavailable unless the rule allows it; the signal's reason
 */
export const replaceForeign = async (
  foreign: readonly ForeignReadModel[],
  options: ReplaceForeignOptions,
  signal: AbortSignal,
): Promise<void> => {
  if (foreign.length === 0) return;
  await requireRebuildAllowed(foreign, options);
  const { readStore, log, builds } = options;
  const projections = foreign.map(({ projection }) => projection);
  const collections = projections.map(collectionName);
  log('warn', 'read models of another log: they are built anew beside', { collections });
  const requests = [];
  for (const projection of projections) requests.push(await askForRebuild(readStore, projection));
  const beside = await BuildBeside.open(requests, projections, options);
  const build = builds.begin(collections.join(' '));
  try {
    await beside.catchUp(async (events: readonly RecordedEvent[]) => {
      signal.throwIfAborted();
      await build.took(events);
    });
  } finally {
    build.end();
  }
  await beside.switch();
  log('info', 'read models of another log were replaced', {
    collections,
    position: beside.position?.toString() ?? null,
  });
};
