import type { EventStore } from '../../src/event-store/event-store.js';
import { showProgress } from '../../src/basics/progress-bar.js';
import type { Projection } from '../engine/projection.js';
import type { ProjectionStatus } from '../engine/read-model-progress.js';
import type { ReadStore } from '../read-store/read-store.js';
import { measuredRebuild } from './rebuild-from-zero.js';
import { statusLine, UsageError, type ProgramReport } from './program-report.js';

/** Asks the running server, which has the file of the read models. @throws UsageError when no server answers. */
export const servedStatus = async (port: number): Promise<ProgramReport> => {
  const url = `http://127.0.0.1:${port}/health/ready`;
  const answer = await fetch(url).catch(() => {
    throw new UsageError(
      `No server answers at ${url}: the read models are its own, and it brings them to the end of the log at its start.`,
    );
  });
  const { checks } = (await answer.json()) as {
    readonly checks: { readonly projections: { readonly detail: readonly ProjectionStatus[] } };
  };
  const { detail } = checks.projections;
  return {
    lines: detail.map((status) => statusLine(status)),
    sound: detail.every(({ parked }) => parked.length === 0),
  };
};

/** Replays the log and prints the hashes. A replay on another machine gives the same hashes. */
export const replayReport = async (
  eventStore: Pick<EventStore, 'head' | 'readAll'>,
  readStore: ReadStore,
  projections: readonly Projection[],
): Promise<ProgramReport> => {
  const progress = showProgress('events', Number((await eventStore.head()) ?? 0n));
  const onProgress = (events: number) => progress.update(events);
  const report = await measuredRebuild({ eventStore, readStore, projections, onProgress }).finally(() =>
    progress.stop(),
  );
  const { events, seconds, position, readModels, parked } = report;
  const rate = Math.round(events / seconds).toLocaleString('en');
  const lines = [
    `${events} events up to position ${position ?? '–'} in ${seconds.toFixed(2)} s: ${rate} events/s`,
    ...readModels.map(
      ({ collection, documents, sha256, parked: streams }) =>
        `${collection.padEnd(24)} ${String(documents).padStart(8)} documents  ${sha256}  ${streams.length} parked`,
    ),
    ...parked.map(
      ({ projection, stream, revision, reason }) =>
        `parked in ${projection}: ${stream} from revision ${revision}: ${reason}`,
    ),
    'The live read models are the server’s own: it compares them itself, on its audit page or by POST /api/audit/comparison.',
  ];
  return { lines, sound: parked.length === 0 };
};
