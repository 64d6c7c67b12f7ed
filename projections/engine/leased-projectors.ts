import { Builds } from './builds.js';
import { LeasedProjector, type LeasedProjectorOptions } from './leased-projector.js';
import type { Projection } from './projection.js';

/** Every read model of this code, each projected by the one process that holds its lease. */
export class LeasedProjectors {
  readonly builds: Builds;
  private readonly projectors: readonly LeasedProjector[];

  constructor(projections: readonly Projection[], options: Omit<LeasedProjectorOptions, 'builds'>) {
    const builds = (this.builds = new Builds(options.eventStore, options.log));
    this.projectors = projections.map(
      (projection) => new LeasedProjector(projection, { ...options, builds }),
    );
  }

  start(): void {
    for (const projector of this.projectors) projector.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.projectors.map((projector) => projector.stop()));
  }

  /** By collection: whether this process projects it, or stands by. */
  get duties(): { readonly [collection: string]: 'at work' | 'standing by' } {
    return Object.fromEntries(
      this.projectors.map(({ collection, atWork }) => [collection, atWork ? 'at work' : 'standing by']),
    );
  }
}
