import { pause } from '../../../src/basics/backoff.js';
import type { SerialQueue } from '../../../src/basics/serial-queue.js';
import type { Applier } from '../applier.js';
import { BuildBeside, finishSwitch, type BuildBesideOptions } from '../build-beside.js';
import type { Builds } from '../build-progress.js';
import { collectionName } from '../collection-name.js';
import type { Projection } from '../projection.js';
import { besideOf, rebuildRequestOf, rebuildRequests } from '../rebuild-request.js';

/** Milliseconds between two reads of the request. */
const PAUSE = 2_000;

interface RebuildBesideOptions extends BuildBesideOptions {
  readonly builds: Builds;
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
    const { readStore, fence } = this.options;
    await readStore.apply(rebuildRequests, [{ id: this.collection, set: {} }], fence);
    await finishSwitch(this.options, this.projection);
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
  private async buildIfAsked(signal: AbortSignal): Promise<BuildBeside | undefined> {
    const { readStore, builds } = this.options;
    const request = await rebuildRequestOf(readStore, this.collection);
    if (request?.state !== 'asked') return undefined;
    const beside = await BuildBeside.open([request], [this.projection], this.options);
    const build = builds.begin(besideOf(request));
    try {
      await beside.catchUp(async (events) => {
        signal.throwIfAborted();
        await build.took(events);
      });
    } finally {
      build.end();
    }
    return beside;
  }

  private async switchTo(beside: BuildBeside): Promise<void> {
    await beside.catchUp();
    await beside.switch();
    await this.live.open();
    const position = beside.position?.toString() ?? null;
    this.options.log('info', 'read model rebuilt', { collection: this.collection, position });
  }
}
