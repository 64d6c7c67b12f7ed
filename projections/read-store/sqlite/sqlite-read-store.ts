import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JsonValue } from '../../../src/basics/json.js';
import type { Document, Index, Write } from '../document.js';
import type { Filter } from '../filter.js';
import {
  ReadStore,
  type CollectionDefinition,
  type FindOptions,
  UnpreparedCollection,
} from '../read-store.js';
import { Collection, MOST_IDS, type CollectionEnd } from './collection.js';
import { countOf, documentsThat, fieldOf, type Sql } from './question.js';
import { Table } from './table.js';
import { fromColumn, type ColumnValue } from './values.js';
import type { Writer } from './writer.js';
import type { Step } from './writer.worker.js';

/** Documents that a scan reads per batch. Other requests run between batches. */
const SCAN_BATCH = 500;
/** Maximum number of prepared queries in the cache. Above it, queries are prepared again. */
const MOST_STATEMENTS = 500;

/** The document as JSON text, whether it is stored as text or JSONB. */
const text = (doc: string): string => `iif(typeof(${doc}) = 'blob', json(${doc}), ${doc})`;

/** The schema that a database needs before it is opened as a store. */
export const catalogue =
  'CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, indexes TEXT NOT NULL) STRICT';

/**
 * Read models in SQLite, with one connection for reads and one for writes. A catalogue maps collection names to tables, so that one step
 * replaces a collection by another.
 */
export class SqliteReadStore extends ReadStore {
  private readonly statements = new Map<string, StatementSync>();
  private readonly collections = new Map<string, Collection>();
  private lastTable = 0;

  protected constructor(
    private readonly db: DatabaseSync,
    private readonly writer: Writer,
  ) {
    super();
    for (const [id, name, indexes] of this.rows<[number, string, string]>(
      'SELECT id, name, indexes FROM collections',
    )) {
      this.add(name, new Table(id, JSON.parse(indexes) as readonly Index[]));
    }
  }

  /** The names of all existing collections. */
  get names(): readonly string[] {
    return [...this.collections.keys()];
  }

  override async prepare({ name, indexes }: CollectionDefinition): Promise<void> {
    const before = this.collections.get(name)?.table;
    if (before && JSON.stringify(before.indexes) === JSON.stringify(indexes)) return;
    const table = new Table((this.lastTable += 1), indexes);
    await this.write([...creation(name, table), ...(before ? table.copyOf(before).map(once) : [])]);
    this.add(name, table);
    if (before) await this.write(before.removal.map(once)); // from here on, no query reads the old table
  }

  override async apply(collection: string, writes: readonly Write[]): Promise<void> {
    await this.write(this.stepsOf(collection, writes));
  }

  override async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    const table = this.table(collection);
    const found = this.rows<[string]>(`SELECT ${text('doc')} FROM ${table.name} WHERE _id = ?`, id);
    return found[0] && (JSON.parse(found[0][0]) as D);
  }

  override async find<D extends Document>(
    collection: string,
    filter: Filter,
    { sort = {}, skip = 0, limit = -1 }: FindOptions = {},
  ): Promise<readonly D[]> {
    const table = this.table(collection);
    const { text: found, values } = documentsThat(filter, table);
    const order = Object.entries(sort).map(
      ([field, direction]) => `${fieldOf(field, table)} ${direction === 1 ? 'ASC' : 'DESC'}`,
    );
    const orderBy = order.length > 0 ? `ORDER BY ${order.join(', ')}` : '';
    // Documents are fetched only after the page is known. The cross join keeps the page's order.
    const page = `SELECT d.row ${found} ${orderBy} LIMIT ? OFFSET ?`;
    const sql = `SELECT ${text('t.doc')} FROM (${page}) AS page CROSS JOIN ${table.name} AS t ON t.row = page.row`;
    return this.rows<[string]>(sql, ...values, limit, skip).map(([doc]) => JSON.parse(doc) as D);
  }

  override async count(collection: string, filter: Filter): Promise<number> {
    const table = this.table(collection);
    const { text: counting, values } = countOf(filter, table);
    const [[count]] = this.rows(counting, ...values) as [[number]];
    return count;
  }

  override async countBy(collection: string, filter: Filter, fields: readonly string[]) {
    const table = this.table(collection);
    const { text: found, values }: Sql = documentsThat(filter, table);
    const groups = fields.map((field) => fieldOf(field, table)).join(', ');
    const rows = this.rows<ColumnValue[]>(
      `SELECT ${groups}, count(*) ${found} GROUP BY ${groups}`,
      ...values,
    );
    return rows.map((row) => ({
      fields: Object.fromEntries(
        fields.map((field, at): [string, JsonValue] => [field, fromColumn(row[at]!)]),
      ),
      count: Number(row[fields.length]),
    }));
  }

  override async *scan<D extends Document>(collection: string): AsyncIterable<D> {
    let last = '';
    for (;;) {
      const table = this.table(collection);
      const sql = `SELECT _id, ${text('doc')} FROM ${table.name} WHERE _id > ? ORDER BY _id LIMIT ?`;
      const some = this.rows<[string, string]>(sql, last, SCAN_BATCH);
      for (const [, doc] of some) yield JSON.parse(doc) as D;
      if (some.length < SCAN_BATCH) return;
      last = some.at(-1)![0];
    }
  }

  override async remove(name: string, ids: readonly string[]): Promise<void> {
    const collection = this.collections.get(name);
    if (collection) await this.write(collection.removal(ids));
  }

  override async replace(name: string, by: string): Promise<void> {
    const replacement = this.collections.get(by);
    if (!replacement) return;
    const before = this.collections.get(name)?.table;
    await this.write([
      forgetting(name),
      { sql: 'UPDATE collections SET name = ? WHERE name = ?', width: 2, values: [name, by] },
    ]);
    this.collections.set(name, replacement);
    this.collections.delete(by);
    if (before) await this.write(before.removal.map(once)); // from here on, no query reads the old table
  }

  override async drop(name: string): Promise<void> {
    const table = this.collections.get(name)?.table;
    if (!table) return;
    this.collections.delete(name);
    await this.write([forgetting(name), ...table.removal.map(once)]);
  }

  override async close(): Promise<void> {
    this.db.close(); // first: the last connection to close checkpoints the write-ahead log, and this one is read-only
    await this.writer.close();
  }

  /** The steps that make the writes. A missing collection is created first. */
  protected stepsOf(name: string, writes: readonly Write[]): readonly Step[] {
    const collection = this.collections.get(name);
    if (collection) return collection.stepsOf(writes);
    const table = new Table((this.lastTable += 1), []);
    return [...creation(name, table), ...this.add(name, table).stepsOf(writes)];
  }

  protected async write(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return;
    try {
      await this.writer.run(steps);
    } catch (error) {
      // The cached state includes writes that were rolled back, so it is rebuilt.
      for (const [name, { table }] of this.collections) this.add(name, table);
      throw this.failure(error);
    }
  }

  /** The error that the caller receives. */
  protected failure(error: unknown): unknown {
    return error;
  }

  private add(name: string, table: Table): Collection {
    this.lastTable = Math.max(this.lastTable, table.id);
    const exists = this.rows('SELECT 1 FROM sqlite_schema WHERE name = ?', table.name).length > 0;
    const collection = new Collection(table, exists ? this.endOf(table) : { row: 0, id: undefined, ids: [] });
    this.collections.set(name, collection);
    return collection;
  }

  private endOf({ name }: Table): CollectionEnd {
    const [[row, id]] = this.rows(`SELECT coalesce(max(row), 0), max(_id) FROM ${name}`) as [
      [number, string | null],
    ];
    const ids = this.rows<[string]>(`SELECT _id FROM ${name} LIMIT ?`, MOST_IDS + 1);
    return { row, id: id ?? undefined, ids: ids.length > MOST_IDS ? undefined : ids.map(([each]) => each) };
  }

  /** @throws UnpreparedCollection */
  private table(name: string): Table {
    const collection = this.collections.get(name);
    if (!collection) throw new UnpreparedCollection(name);
    return collection.table;
  }

  private rows<Row = readonly unknown[]>(sql: string, ...values: readonly ColumnValue[]): Row[] {
    try {
      // With `returnArrays` a row is an array, which the types do not know.
      return this.statement(sql).all(...values) as unknown as Row[];
    } catch (error) {
      throw this.failure(error);
    }
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    if (this.statements.size >= MOST_STATEMENTS) this.statements.clear();
    const prepared = this.db.prepare(sql);
    this.statements.set(sql, prepared);
    return prepared;
  }
}

const once = (sql: string): Step => ({ sql, width: 0, values: [] });

const forgetting = (name: string): Step => ({
  sql: 'DELETE FROM collections WHERE name = ?',
  width: 1,
  values: [name],
});

const creation = (name: string, table: Table): readonly Step[] => {
  const entry = [table.id, name, JSON.stringify(table.indexes)];
  const sql = 'INSERT OR REPLACE INTO collections (id, name, indexes) VALUES (?, ?, ?)';
  return [...table.creation.map(once), { sql, width: entry.length, values: entry }];
};
