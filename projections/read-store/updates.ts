import type { JsonValue } from '../../src/basics/json.js';
import type { Write } from './document.js';
import { fieldPath } from './field-path.js';

/** One update of one document: fields set, none of them inside another, or fields removed. */
export type Update =
  | { readonly id: string; readonly set: { readonly [path: string]: JsonValue } }
  | { readonly id: string; readonly unset: readonly string[] };

/** Sets of one document that stand together in one update: MongoDB refuses one that sets a field and something inside it. */
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

/** The writes as updates whose order, document by document, is theirs; what a save sets answer by answer becomes one update. */
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
