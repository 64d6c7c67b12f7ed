import type { JsonValue } from '../../../src/basics/json.js';

/** A document as it lies in memory: changed in place, never handed out. */
export type StoredDocument = { readonly _id: string; [field: string]: JsonValue | undefined };

type Container = { [field: string]: JsonValue | undefined };

/** structuredClone is some ten times slower, and documents hold nothing but JSON. Absent members stay absent. */
export const cloneJson = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) assign(copy, key, cloneJson(member));
  }
  return copy as T;
};

/** JSON may carry a member named `__proto__`; assigning it would replace the prototype instead. */
const assign = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
};

const checked = (segment: string, path: string): string => {
  if (segment === '' || segment === '__proto__' || segment.startsWith('$')) {
    throw new Error(`"${path}" is not a field path`);
  }
  return segment;
};

/**
 * The containers on the way, and the field itself. Most paths are one field: a rebuild sets millions of those.
 * @throws Error for what no adapter takes as a path.
 */
export const segmentsOf = (path: string): { readonly way: readonly string[]; readonly field: string } => {
  if (!path.includes('.')) return { way: noWay, field: checked(path, path) };
  const way = path.split('.').map((segment) => checked(segment, path));
  const field = way.pop()!;
  return { way, field };
};
const noWay: readonly string[] = [];

/** No path among them, and none that a document must not have. */
export const arePlainFields = (fields: object): boolean => {
  for (const field in fields) {
    if (field.includes('.') || field === '' || field === '__proto__' || field.startsWith('$')) return false;
  }
  return true;
};

const isContainer = (value: JsonValue | undefined): value is Container =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Changes documents by dotted path. A value that was written belongs to its event, and may stand in several documents: before anything
 * inside it is changed it is copied, once.
 */
export class DocumentEditor {
  private readonly owned = new WeakSet<object>();

  /** @throws Error for a path through something that is not an object, as MongoDB refuses it. */
  set(document: StoredDocument, path: string, value: JsonValue | undefined): void {
    const { way, field } = segmentsOf(path);
    let container: Container = document;
    for (const segment of way) {
      const inner: JsonValue | undefined = Object.hasOwn(container, segment) ? container[segment] : {};
      if (!isContainer(inner)) throw new Error(`"${path}" leads through a value that is not an object`);
      container = container[segment] = this.own(inner);
    }
    container[field] = value;
  }

  unset(document: StoredDocument, path: string): void {
    const { way, field } = segmentsOf(path);
    let container: Container = document;
    for (const segment of way) {
      const inner: JsonValue | undefined = Object.hasOwn(container, segment) ? container[segment] : undefined;
      if (!isContainer(inner)) return;
      container = container[segment] = this.own(inner);
    }
    delete container[field];
  }

  private own(container: Container): Container {
    if (this.owned.has(container)) return container;
    const copy = { ...container };
    this.owned.add(copy);
    return copy;
  }
}
