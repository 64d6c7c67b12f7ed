import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../../src/events/recorded-event.js';
import type { EventStore } from '../../../src/event-store/event-store.js';
import { Applier, type Log } from '../applier.js';
import type { Builds } from '../build-progress.js';
import { checkpoints, parkedStreams, type ProjectionCheckpoint, type ParkedStreams } from '../checkpoints.js';
import { collectionName } from '../collection-name.js';
import { pause } from '../../../src/basics/backoff.js';
import type { Document, Write } from '../../read-store/document.js';
import type { Projection } from '../projection.js';
import type { ReadStore } from '../../read-store/read-store.js';
import type { SerialQueue } from '../../../src/basics/serial-queue.js';

/**
 * An operator's request to rebuild a collection; `_id` is its name. The working projector builds the new one beside it,
 * then switches.
 */
export interface RebuildRequest extends Document {
  /** The number of the request. Two requests never build into the same collection. */
  readonly run?: number;
  readonly state?: 'asked' | 'switching' | 'done';
}

export const rebuildRequests = 'projection_rebuilds';

export const rebuildRequestOf = (
  readStore: ReadStore,
  collection: string,
): Promise<RebuildRequest | undefined> => readStore.findById<RebuildRequest>(rebuildRequests, collection);

/** A second request before the first is done counts as the same request. */
export const askForRebuild = async (
  readStore: ReadStore,
  projection: Projection,
): Promise<RebuildRequest> => {
  const collection = collectionName(projection);
  await readStore.prepare({ name: rebuildRequests, indexes: [] });
  const request = await rebuildRequestOf(readStore, collection);
  if (request?.state === 'asked' || request?.state === 'switching') return request;
  const asked = { run: (request?.run ?? 0) + 1, state: 'asked' } as const;
  await readStore.apply(rebuildRequests, [{ id: collection, set: asked }]);
  return { _id: collection, ...asked };
};

/** The collection of the new build, beside the served one. */
export const besideOf = ({ _id, run = 0 }: RebuildRequest): string => `${_id}_rebuild_${run}`;

/** Milliseconds between two reads of the request. */
const PAUSE = 2_000;

interface Built {
  readonly request: RebuildRequest;
  readonly beside: Applier;
}

interface RebuildBesideOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly readStore: ReadStore;
  readonly builds: Builds;
  readonly log: Log;
  /** The fence of the term in which this process writes the collection. */
  readonly fence: number;
}

/**
 * Rebuilds a collection beside the served one and replaces it. The process that feeds the served one does this: between
 * two of its batches the new one catches up with the old one, so the switch leaves out no event.
 */
export class RebuildBeside {
  private readonly collection: string;

  constructor(
    private readonly projection: Projection,
    private readonly live: Applier,
    /** Runs the batches of `live`, and the switch between two of them. */
    private readonly batches: SerialQueue,
    private readonly options: RebuildBesideOptions,
  ) {
    this.collection = collectionName(projection);
  }

  /**
   * Runs before the term's first batch. From then on no process of an earlier term can decide to switch. A switch that
   * was decided but not finished is completed.
   */
  async claim(): Promise<void> {
    await this.write(rebuildRequests, {});
    const request = await this.request();
    if (request?.state === 'switching') await this.putInPlace(request);
  }

  /**
   * Looks for requests until the signal aborts.
   * @throws the error that interrupted a switch: only a new term may continue it.
   */
  async serve(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const built = await this.buildIfAsked(signal).catch((error: unknown) => {
        if (!signal.aborted)
          this.options.log('error', 'rebuild failed', { collection: this.collection, error });
      });
      if (built) await this.batches.run(() => this.switchTo(built));
      await pause(PAUSE, signal);
    }
  }

  /** Continues from its own checkpoint if an earlier term began the build. */
  private async buildIfAsked(signal: AbortSignal): Promise<Built | undefined> {
    const request = await this.request();
    if (request?.state !== 'asked') return undefined;
    const { readStore, log, fence, builds } = this.options;
    const collection = besideOf(request);
    const beside = new Applier(readStore, [this.projection], log, { fence, collectionOf: () => collection });
    await beside.open();
    const build = builds.begin(collection);
    try {
      await this.catchUp(beside, async (events) => {
        signal.throwIfAborted();
        await build.took(events);
      });
    } finally {
      build.end();
    }
    return { request, beside };
  }

  private async switchTo({ request, beside }: Built): Promise<void> {
    await this.catchUp(beside);
    await this.write(rebuildRequests, { state: 'switching' });
    await this.putInPlace(request);
    await this.live.open();
    const position = beside.position?.toString() ?? null;
    this.options.log('info', 'read model rebuilt', { collection: this.collection, position });
  }

  private async catchUp(
    beside: Applier,
    took: (events: readonly RecordedEvent[]) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for await (const events of this.options.eventStore.readAll({ after: beside.position })) {
      await beside.apply(events);
      await took(events);
      await setImmediate();
    }
  }

  /** Each step may run twice: the successor of a process that died half-way repeats them all. */
  private async putInPlace(request: RebuildRequest): Promise<void> {
    const { readStore } = this.options;
    const beside = besideOf(request);
    await readStore.replace(this.collection, beside);
    const checkpoint = await readStore.findById<ProjectionCheckpoint>(checkpoints, beside);
    if (checkpoint) {
      const { position = null, last = null } = checkpoint;
      await this.write(checkpoints, { position, last });
    }
    const parked = await readStore.findById<ParkedStreams>(parkedStreams, beside);
    if (parked) await this.write(parkedStreams, { streams: parked.streams ?? [] });
    await readStore.remove(checkpoints, [beside]);
    await readStore.remove(parkedStreams, [beside]);
    await this.write(rebuildRequests, { state: 'done' });
  }

  private write(where: string, set: Write['set']): Promise<void> {
    return this.options.readStore.apply(where, [{ id: this.collection, set }], this.options.fence);
  }

  private request(): Promise<RebuildRequest | undefined> {
    return rebuildRequestOf(this.options.readStore, this.collection);
  }
}
