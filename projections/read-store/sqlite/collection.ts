import type { JsonValue } from '../../../src/basics/json.js';
import type { Write } from '../document.js';
import type { Scalar } from '../filter.js';
import { fieldPath, type FieldPath } from '../field-path.js';
import { updatesOf, type Update } from '../updates.js';
import { column, type Table } from './table.js';
import { isScalar, jsonPath, literal, toColumn } from './values.js';
import type { BoundValue, Step } from './writer.worker.js';

type Row = readonly BoundValue[];
type Fields = Write['set'];

/** Maximum number of paths per statement: SQLite accepts a thousand arguments. */
const MOST_PATHS = 100;

/** State of one collection before the next writes. */
export interface CollectionEnd {
  /** The first row number after all rows. */
  readonly row: number;
  /** The last id; undefined while the collection is empty. */
  readonly id: string | undefined;
  /** All ids, if the collection has few documents. */
  readonly ids: readonly string[] | undefined;
}

/** Maximum number of ids in memory. They save lookups of documents that do not exist. */
export const MOST_IDS = 50_000;

/** Translates writes to SQL. */
export class Collection {
  private row: number;
  private lastId: string | undefined;
  private ids: Set<string> | undefined;
  private readonly insertion: string;
  private readonly blank: string;

  constructor(
    readonly table: Table,
    end: CollectionEnd,
  ) {
    this.row = end.row;
    this.lastId = end.id;
    this.ids = end.ids && new Set(end.ids);
    const fields = ['row', '_id', ...table.columns.map(column), 'doc'];
    this.insertion = `INSERT INTO ${table.name} (${fields.join(', ')}) VALUES (${fields.map(() => '?').join(', ')})`;
    this.blank = `INSERT INTO ${table.name} (row, _id, doc) VALUES (?, ?, ?) ON CONFLICT (_id) DO NOTHING`;
  }

  /** @throws Error for an invalid path, and for a list in a field that is not declared as a list. */
  stepsOf(writes: readonly Write[]): readonly Step[] {
    const steps = new Steps();
    const others: Write[] = [];
    const blanks = new Set<string>();
    for (const write of writes) {
      const isAbsent = this.isAbsent(write.id);
      if (isAbsent) this.remember(write.id);
      if (isAbsent && isWhole(write)) this.insert(write, steps);
      else {
        if (isAbsent || !this.ids) blanks.add(write.id);
        others.push(write);
      }
    }
    for (const id of blanks) steps.first(this.blank, [this.nextRow(), id, JSON.stringify({ _id: id })]);
    for (const update of updatesOf(others)) this.update(update, steps);
    return steps.inOrder;
  }

  removal(ids: readonly string[]): readonly Step[] {
    const { table } = this;
    for (const id of ids) this.ids?.delete(id);
    return [
      ...table.members.map((index) => table.memberRemoval(index)),
      `DELETE FROM ${table.name} WHERE _id = ?`,
    ].map((sql) => ({ sql, width: 1, values: ids }));
  }

  /** Append-only collections use ascending ids, so an id above the last one needs no lookup. */
  private isAbsent(id: string): boolean {
    return this.ids ? !this.ids.has(id) : this.lastId === undefined || id > this.lastId;
  }

  private remember(id: string): void {
    if (this.lastId === undefined || id > this.lastId) this.lastId = id;
    this.ids?.add(id);
    if (this.ids && this.ids.size > MOST_IDS) this.ids = undefined;
  }

  private nextRow(): number {
    return (this.row += 1);
  }

  private insert({ id, set }: Write, steps: Steps): void {
    const { table } = this;
    const row = this.nextRow();
    const columns = table.columns.map((field) => columnOf(table, field, set));
    steps.first(this.insertion, [row, id, ...columns, documentOf(id, set)]);
    for (const index of table.members) {
      for (const member of membersOf(set[index.list])) {
        const key = index.fields.map((field) =>
          field === index.list ? toColumn(member) : memberKey(field, set),
        );
        steps.first(index.insertion, [...key, row]);
      }
    }
  }

  private update(update: Update, steps: Steps): void {
    const { id } = update;
    const { table } = this;
    const paths = 'set' in update ? Object.keys(update.set) : update.unset;
    if (paths.length === 0) return;
    const touched = table.members.filter(({ fields }) => paths.some((path) => fields.includes(topOf(path))));
    for (const index of touched) steps.next(table.memberRemoval(index), [id]);
    for (let at = 0; at < paths.length; at += MOST_PATHS) {
      const some = paths.slice(at, at + MOST_PATHS);
      if ('set' in update) this.set(id, update.set, some, steps);
      else this.unset(id, some, steps);
    }
    for (const index of touched) steps.next(table.memberInsertion(index, 'AND _id = ?'), [id]);
  }

  private set(id: string, set: Fields, paths: readonly string[], steps: Steps): void {
    const { table } = this;
    const columns = table.columns.filter((field) => paths.includes(field));
    const assigned = columns.map((field) => `, ${column(field)} = ?`).join('');
    const pairs = paths.map(() => ', ?, jsonb(?)').join('');
    const sql = `UPDATE ${table.name} SET doc = ${ifObjects(paths, `jsonb_set(doc${pairs})`)}${assigned} WHERE _id = ?`;
    const values = paths.flatMap((path) => [pathOf(path), JSON.stringify(set[path])]);
    steps.next(sql, [...values, ...columns.map((field) => columnOf(table, field, set)), id]);
  }

  private unset(id: string, paths: readonly string[], steps: Steps): void {
    const { table } = this;
    const assigned = table.columns
      .filter((field) => paths.includes(field))
      .map((field) => `, ${column(field)} = NULL`)
      .join('');
    const removed = paths.map(() => ', ?').join('');
    const sql = `UPDATE ${table.name} SET doc = jsonb_remove(doc${removed})${assigned} WHERE _id = ?`;
    steps.next(sql, [...paths.map(pathOf), id]);
  }
}

interface OpenStep extends Step {
  readonly values: BoundValue[];
}

/** Joins text, because copying the fields into one object is slower. */
const documentOf = (id: string, set: Fields): string => {
  const fields = JSON.stringify(set);
  return fields === '{}' ? JSON.stringify({ _id: id }) : `{"_id":${JSON.stringify(id)},${fields.slice(1)}`;
};

/** Steps in execution order. Inserts create new documents, so they may run before all changes. */
class Steps {
  private readonly insertions = new Map<string, OpenStep>();
  private readonly others: OpenStep[] = [];

  first(sql: string, row: Row): void {
    const step = this.insertions.get(sql);
    if (step) for (const value of row) step.values.push(value);
    else this.insertions.set(sql, { sql, width: row.length, values: [...row] });
  }

  next(sql: string, row: Row): void {
    const last = this.others.at(-1);
    if (last?.sql === sql) last.values.push(...row);
    else this.others.push({ sql, width: row.length, values: [...row] });
  }

  get inOrder(): readonly Step[] {
    return [...this.insertions.values(), ...this.others];
  }
}

/** Whether the write gives the whole document if none exists yet. */
const isWhole = ({ set, unset }: Write): boolean => unset === undefined && Object.keys(set).every(isPlain);
const isPlain = (path: string): boolean => fieldPath(path).containers.length === 0;
const topOf = (path: string): string => fieldPath(path).steps[0]!;

/** Paths in SQLite syntax, cached like the paths themselves. */
const jsonPaths = new WeakMap<FieldPath, string>();
const pathOf = (path: string): string => {
  const field = fieldPath(path);
  const known = jsonPaths.get(field);
  if (known !== undefined) return known;
  const written = jsonPath(field.steps);
  jsonPaths.set(field, written);
  return written;
};

/** Gives null if a path crosses a value that is not an object. No document may be null, so the write fails; SQLite would skip it. */
const ifObjects = (paths: readonly string[], change: string): string => {
  const containers = new Set<string>();
  for (const path of paths) for (const container of fieldPath(path).containers) containers.add(container);
  if (containers.size === 0) return change;
  const checks = [...containers].map(
    (path) => `coalesce(json_type(doc, ${literal(pathOf(path))}), 'object') = 'object'`,
  );
  return `iif(${checks.join(' AND ')}, ${change}, NULL)`;
};

const columnOf = ({ texts }: Table, field: string, set: Fields): BoundValue =>
  texts.has(field) ? textsOf(set[field]) : columnValue(field, set[field]);

const textsOf = (value: JsonValue | undefined): string => {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string').join('\n');
};

const columnValue = (field: string, value: JsonValue | undefined): BoundValue => {
  if (Array.isArray(value)) throw new Error(`"${field}" holds a list: its index says "${field}[]"`);
  return isScalar(value) ? toColumn(value) : null;
};

/** Represents null in member tables, whose key cannot be null. */
const NO_VALUE = new Uint8Array();
const memberKey = (field: string, set: Fields): BoundValue => columnValue(field, set[field]) ?? NO_VALUE;

/** A value that is not a list counts as a list with one member. */
const membersOf = (value: JsonValue | undefined): readonly Scalar[] => {
  const members: readonly unknown[] = Array.isArray(value) ? value : [value];
  return members.length === 1 ? members.filter(isScalar) : [...new Set(members.filter(isScalar))];
};
