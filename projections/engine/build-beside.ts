import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { Write } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';
import { Applier, type Log } from './applier.js';
import { checkpoints, parkedStreams, type ParkedStreams, type ProjectionCheckpoint } from './checkpoints.js';
import { collectionName } from './collection-name.js';
import type { Projection } from './projection.js';
import { besideOf, rebuildRequestOf, rebuildRequests, type RebuildRequest } from './rebuild-request.js';

export interface BuildBesideOptions {
  readonly eventStore: Pick<EventStore, 'head' | 'readAll' | 'readStream'>;
  readonly readStore: ReadStore;
  readonly log: Log;
  /** The fence of the term in which this process writes the collections, when several processes compete. */
  readonly fence?: number | undefined;
}

/** Read models under construction, each beside the collection that it will replace. Until then that one stays as it is. */
export class BuildBeside {
  private readonly applier: Applier;

  private constructor(
    private readonly requests: readonly RebuildRequest[],
    projections: readonly Projection[],
    private readonly options: BuildBesideOptions,
  ) {
    const { readStore, log, fence } = options;
    const beside = new Map(requests.map((request) => [request._id, besideOf(request)]));
    const collectionOf = (projection: Projection) => beside.get(collectionName(projection))!;
    this.applier = new Applier(readStore, projections, log, { fence, collectionOf });
  }

  /** Goes on where an earlier build of the same requests ended, unless that one was made from another log. */
  static async open(
    requests: readonly RebuildRequest[],
    projections: readonly Projection[],
    options: BuildBesideOptions,
  ): Promise<BuildBeside> {
    const build = new BuildBeside(requests, projections, options);
    const { applier } = build;
    await applier.open();
    const foreign = await applier.foreignTo(options.eventStore);
    if (applier.position === undefined || foreign.length > 0) await applier.openEmpty();
    return build;
  }

  get position(): bigint | undefined {
    return this.applier.position;
  }

  /** Takes in every event up to the end of the log. `took` may throw to interrupt it. */
  async catchUp(
    took: (events: readonly RecordedEvent[]) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for await (const events of this.options.eventStore.readAll({ after: this.position })) {
      await this.applier.apply(events);
      await took(events);
      await setImmediate(); // lets requests run while a long log is read
    }
  }

  /** Replaces the collections. A process that dies meanwhile leaves this to the next one: see `finishSwitch`. */
  async switch(): Promise<void> {
    for (const request of this.requests) {
      await mark(this.options, request._id, { state: 'switching' });
      await putInPlace(this.options, request);
    }
  }
}

type Written = Pick<BuildBesideOptions, 'readStore' | 'fence'>;

/** Completes a switch that was decided but not finished. Runs before the collection is projected. */
export const finishSwitch = async (options: Written, projection: Projection): Promise<void> => {
  const request = await rebuildRequestOf(options.readStore, collectionName(projection));
  if (request?.state === 'switching') await putInPlace(options, request);
};

/** Each step may run twice: the successor of a process that died half-way repeats them all. */
const putInPlace = async (options: Written, request: RebuildRequest): Promise<void> => {
  const { readStore, fence } = options;
  const { _id: collection } = request;
  const beside = besideOf(request);
  const write = (where: string, set: Write['set']) =>
    readStore.apply(where, [{ id: collection, set }], fence);
  await readStore.replace(collection, beside);
  const checkpoint = await readStore.findById<ProjectionCheckpoint>(checkpoints, beside);
  if (checkpoint) {
    const { position = null, last = null } = checkpoint;
    await write(checkpoints, { position, last });
  }
  const parked = await readStore.findById<ParkedStreams>(parkedStreams, beside);
  if (parked) await write(parkedStreams, { streams: parked.streams ?? [] });
  await readStore.remove(checkpoints, [beside]);
  await readStore.remove(parkedStreams, [beside]);
  await mark(options, collection, { state: 'done' });
};

const mark = ({ readStore, fence }: Written, collection: string, set: Write['set']): Promise<void> =>
  readStore.apply(rebuildRequests, [{ id: collection, set }], fence);
