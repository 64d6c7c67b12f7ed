import type { JsonValue } from '../../src/basics/json.js';
import type { Write } from './document.js';
import { fieldPath } from './field-path.js';

/** One update of one document. It sets fields, none nested in another, or removes fields. */
export type Update =
  | { readonly id: string; readonly set: { readonly [path: string]: JsonValue } }
  | { readonly id: string; readonly unset: readonly string[] };

/** Fields to set in one update of a document. MongoDB refuses an update that sets both a field and a field nested in it. */
class Gathered {
  readonly set: { [path: string]: JsonValue } = {};
  private readonly containers = new Set<string>();

  takes(set: Write['set']): boolean {
    return Object.keys(set).every(
      (path) =>
        !this.containers.has(path) &&
        fieldPath(path).containers.every((above) => !Object.hasOwn(this.set, above)),
    );
  }

  add(set: Write['set']): void {
    for (const path of Object.keys(set)) {
      for (const above of fieldPath(path).containers) this.containers.add(above);
      this.set[path] = set[path]!;
    }
  }
}

/** Turns writes into updates and keeps their order per document. The writes of one save, one per answer, become one update. */
export const updatesOf = (writes: readonly Write[]): readonly Update[] => {
  const updates: Update[] = [];
  const open = new Map<string, Gathered>();
  for (const { id, set, unset = [] } of writes) {
    let gathered = open.get(id);
    if (!gathered?.takes(set)) {
      gathered = new Gathered();
      open.set(id, gathered);
      updates.push({ id, set: gathered.set });
    }
    gathered.add(set);
    if (unset.length === 0) continue;
    unset.forEach(fieldPath);
    updates.push({ id, unset });
    open.delete(id);
  }
  return updates;
};
