import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { Applier, type Log } from './applier.js';
import type { Builds } from './builds.js';
import { checkpoints, parkedStreams, type ProjectionCheckpoint, type ParkedStreams } from './checkpoints.js';
import { collectionName } from './collection-name.js';
import { elapsed } from '../../src/basics/elapsed.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from './projection.js';
import type { ReadStore } from '../read-store/read-store.js';
import { besideOf, rebuildRequestOf, rebuildRequests, type RebuildRequest } from './rebuild-requests.js';
import type { Turns } from '../../src/basics/turns.js';

/** Milliseconds between two looks whether somebody asks for one. */
const LOOK = 2_000;

interface Built {
  readonly request: RebuildRequest;
  readonly beside: Applier;
}

export interface RebuildOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly readStore: ReadStore;
  readonly builds: Builds;
  readonly log: Log;
  /** Of the term during which this process writes the collection. */
  readonly fence: number;
}

/**
 * Builds a collection anew beside the one that is served and fed, and puts it in its place. Whoever feeds it does so: between two of its
 * batches the new one is brought past the position of the old one, so that no event is left out at the switch.
 */
export class RebuildBeside {
  private readonly collection: string;

  constructor(
    private readonly projection: Projection,
    private readonly live: Applier,
    /** Taken between the batches of `live`. */
    private readonly turns: Turns,
    private readonly options: RebuildOptions,
  ) {
    this.collection = collectionName(projection);
  }

  /**
   * Before the term's first batch: from now on nobody of an earlier term may decide to switch, and a switch that was decided on and broke off
   * is made.
   */
  async claim(): Promise<void> {
    await this.write(rebuildRequests, {});
    const request = await this.request();
    if (request?.state === 'switching') await this.putInPlace(request);
  }

  /** Looks out for requests until the signal aborts. @throws whatever broke off a switch: only a new term may go on from there. */
  async serve(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const built = await this.buildIfAsked(signal).catch((error: unknown) => {
        if (!signal.aborted)
          this.options.log('error', 'rebuild failed', { collection: this.collection, error });
      });
      if (built) await this.turns.take(() => this.switchTo(built));
      await elapsed(LOOK, signal);
    }
  }

  /** Goes on from its own checkpoint, if an earlier term began it. */
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

  /** Each step may be made twice: whoever follows on one that died in between makes them all again. */
  private async putInPlace(request: RebuildRequest): Promise<void> {
    const { readStore } = this.options;
    const beside = besideOf(request);
    await readStore.replace(this.collection, beside);
    const checkpoint = await readStore.findById<ProjectionCheckpoint>(checkpoints, beside);
    if (checkpoint) {
      const { position = null, event = null } = checkpoint;
      await this.write(checkpoints, { position, event });
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
