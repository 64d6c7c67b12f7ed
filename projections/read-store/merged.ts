import type { JsonValue } from '../../src/basics/json.js';
import type { Write } from './document.js';
import { fieldPath } from './field-path.js';

/** The fields of a document, without its `_id`. */
export interface Fields {
  readonly [field: string]: JsonValue;
}

/** A document under construction. */
export interface Writable {
  [field: string]: JsonValue | undefined;
}

/** The fields after a write, as every store computes them. The given fields stay as they are. @throws Error for a path through a value. */
export const merged = (fields: Fields, write: Pick<Write, 'set' | 'unset'>): Fields => {
  const next = { ...fields };
  mergeInto(next, write, (container) => ({ ...container }));
  return next;
};

/** The same in place. */
export const mergeInto = (
  fields: Writable,
  { set, unset = [] }: Pick<Write, 'set' | 'unset'>,
  open: (container: Writable) => Writable = (container) => container,
): void => {
  for (const path of Object.keys(set)) {
    const { container, last } = parentOf(fields, path, open);
    container[last] = set[path];
  }
  for (const path of unset) {
    const { container, last } = parentOf(fields, path, open);
    delete container[last];
  }
};

/** The container of a path's last step. Missing containers are made. */
const parentOf = (fields: Writable, path: string, open: (container: Writable) => Writable) => {
  const { steps } = fieldPath(path);
  let container = fields;
  for (const step of steps.slice(0, -1)) {
    const below = Object.hasOwn(container, step) ? container[step] : {};
    if (typeof below !== 'object' || below === null || Array.isArray(below))
      throw new Error(`"${path}" crosses a value`);
    container = container[step] = open(below as Writable);
  }
  return { container, last: steps.at(-1)! };
};
