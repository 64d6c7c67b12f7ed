import type { Write } from '../../projections/read-store/document.js';
import { MemoryReadStore } from '../../projections/read-store/sqlite/memory-read-store.js';
import { FencedOff } from '../../projections/read-store/read-store.js';

/** The port's promise to competing writers, in memory. Each document remembers the latest term that wrote it. */
export class FencedMemoryStore extends MemoryReadStore {
  private readonly fences = new Map<string, number>();

  /** `between` is awaited before each single write, because no real store writes a whole batch at once. */
  constructor(private readonly between: () => Promise<unknown> = async () => undefined) {
    super();
  }

  override async apply(collection: string, writes: readonly Write[], fence?: number): Promise<void> {
    for (const write of writes) {
      await this.between();
      const key = `${collection}/${write.id}`;
      if (fence !== undefined && fence < (this.fences.get(key) ?? 0)) throw new FencedOff(collection, fence);
      if (fence !== undefined) this.fences.set(key, fence);
      await super.apply(collection, [write]);
    }
  }
}
