import { pause } from '../../src/basics/backoff.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import {
  checkpoints,
  parkedStreams,
  positionOf,
  prepareProgress,
  type NamedCheckpoint,
  type ProjectionCheckpoint,
  type ParkedStreams,
} from '../engine/checkpoints.js';
import { collectionName } from '../engine/collection-name.js';
import { compareWithReplay, type ReadModelDifference } from './compare-with-replay.js';
import { showProgress } from '../../src/basics/progress-bar.js';
import type { Projection } from '../engine/projection.js';
import { statusOf } from '../engine/read-model-progress.js';
import type { ReadStore } from '../read-store/read-store.js';
import { askForRebuild, besideOf, rebuildRequestOf } from '../engine/rebuild-request.js';
import { statusLine, type ProgramReport } from './program-report.js';

interface Stores {
  readonly eventStore: Pick<EventStore, 'head' | 'readAll'>;
  readonly readStore: ReadStore;
}

/** Milliseconds between two reads of the projector's progress. */
const PAUSE = 1_000;

/** Every stored read model, also those under construction and those of other code versions. */
export const sharedStatus = async ({ eventStore, readStore }: Stores): Promise<ProgramReport> => {
  await prepareProgress(readStore);
  const known = await readStore.find<NamedCheckpoint>(checkpoints, {}, { sort: { _id: 1 } });
  const head = await eventStore.head();
  const lines: string[] = [];
  let anyParked = false;
  for (const checkpoint of known) {
    const { _id, projection: name, version } = checkpoint;
    const { streams: parked = [] } = (await readStore.findById<ParkedStreams>(parkedStreams, _id)) ?? {};
    const progress = { position: positionOf(checkpoint), parked };
    lines.push(statusLine(statusOf({ name, version }, head, progress), _id));
    for (const { stream, revision, reason } of parked)
      lines.push(`  parked: ${stream} from revision ${revision}: ${reason}`);
    anyParked ||= parked.length > 0;
  }
  return { lines, sound: !anyParked };
};

/** Compares with a fresh replay while the projectors go on. */
export const verifyShared = async (
  stores: Stores,
  projections: readonly Projection[],
): Promise<ProgramReport> => {
  const progress = showProgress('percent', 100);
  const onProgress = (done: number) => progress.update(Math.floor(done * 100));
  const { signal } = new AbortController();
  const result = await compareWithReplay({ ...stores, projections, signal, onProgress }).finally(() =>
    progress.stop(),
  );
  const { documents, differences, undecided, position, named } = result;
  const summary = `${documents} documents at position ${position ?? '–'}: ${differences} differences, ${undecided} undecided`;
  return { lines: [summary, ...named.map(differenceLine)], sound: differences === 0 && undecided === 0 };
};

const differenceLine = ({ collection, id, field, live, replayed, events }: ReadModelDifference): string => {
  const said = (value: unknown) => JSON.stringify(value)?.slice(0, 200) ?? 'nothing';
  const by = events.map(({ stream, revision, position }) => `${stream}@${revision} (${position})`).join(', ');
  return `${collection} ${id} ${field ?? 'whole document'}: served ${said(live)}, replayed ${said(replayed)}; events: ${by || 'none'}`;
};

/** Asks the working projector to rebuild the collection beside the live one, and waits for the switch. */
export const rebuildShared = async (
  { eventStore, readStore }: Stores,
  projection: Projection,
): Promise<ProgramReport> => {
  const request = await askForRebuild(readStore, projection);
  const collection = collectionName(projection);
  process.stderr.write(
    `asked the projector at work to rebuild ${collection}; it goes on without this command\n`,
  );
  const progress = showProgress('position', Number((await eventStore.head()) ?? 0n));
  try {
    for (;;) {
      const { state, run } = (await rebuildRequestOf(readStore, collection)) ?? {};
      if (run !== request.run || state === 'done') break;
      const checkpoint = await readStore.findById<ProjectionCheckpoint>(checkpoints, besideOf(request));
      progress.update(Number(positionOf(checkpoint) ?? 0n));
      await pause(PAUSE);
    }
  } finally {
    progress.stop();
  }
  return { lines: [`${collection} was rebuilt and put in its place`], sound: true };
};
