import type { EventStore } from '../../src/event-store/event-store.js';
import { Applier, type Log } from '../engine/applier.js';
import type { ParkedStream } from '../engine/checkpoints.js';
import { Overlap } from '../engine/overlap.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';

export interface RebuildFromZeroOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly onProgress?: (events: number, position: bigint) => void;
  readonly log?: Log;
}

export interface RebuildResult {
  readonly events: number;
  /** Last event that is in the read models; undefined for an empty log. */
  readonly position: bigint | undefined;
  readonly parked: readonly (ParkedStream & { readonly projection: string })[];
}

/** Drops the read models and builds them from the log as it stands at the call. No projector may run on them meanwhile. */
export const rebuild = async ({
  eventStore,
  readStore,
  projections,
  onProgress,
  log = () => undefined,
}: RebuildFromZeroOptions): Promise<RebuildResult> => {
  const applier = new Applier(readStore, projections, log);
  await applier.openEmpty();
  let count = 0;
  const overlap = new Overlap();
  for await (const events of eventStore.readAll()) {
    await overlap.begin(() => applier.apply(events));
    count += events.length;
    const last = events.at(-1);
    if (last) onProgress?.(count, last.position);
  }
  await overlap.finish();
  const parked = applier.states.flatMap((state) =>
    state.parked.map((stream) => ({ projection: state.projection.name, ...stream })),
  );
  return { events: count, position: applier.position, parked };
};
