import type { Index } from '../document.js';
import { columnOfJson, jsonPath, literal } from './values.js';

/** An index of documents by the members of a list: a table with one row per member. */
export interface MemberIndex {
  readonly table: string;
  readonly list: string;
  /** Fields in index order, including the list. */
  readonly fields: readonly string[];
  /** SQL that inserts a member's fields in order and the document's row. */
  readonly insertion: string;
}

/** Whether the index's field holds lists: `laos[]`. */
const isList = (field: string): boolean => field.endsWith('[]');
/** Whether the index's field holds texts for substring search: `search~`. */
const isText = (field: string): boolean => field.endsWith('~');
/** The field name without the markers of an index declaration. */
const plain = (field: string): string => field.replace(/^-/, '').replace(/(\[\]|~)$/, '');

export const column = (field: string): string =>
  field === '_id' ? '_id' : `"f_${field.replaceAll('"', '""')}"`;

/** Represents null in a member table, whose key cannot be null. */
const NO_VALUE = "x''";

/**
 * The SQLite table of a collection. It has one row per document, the JSON in `doc`, and one column per indexed field. Inserted JSON is
 * text. A change turns it into JSONB, where a field can be set without reading the rest.
 */
export class Table {
  readonly name: string;
  /** Fields with a column of their own. */
  readonly columns: readonly string[];
  /** Fields whose column holds all texts of a list, one per line. */
  readonly texts: ReadonlySet<string>;
  readonly members: readonly MemberIndex[];
  private readonly plainIndexes: readonly Index[];

  constructor(
    readonly id: number,
    readonly indexes: readonly Index[],
  ) {
    this.name = `c${id}`;
    this.plainIndexes = indexes.filter((index) => !index.some(isList));
    const fields = this.plainIndexes.flat().map(plain);
    this.columns = [...new Set(fields)].filter((field) => field !== '_id');
    this.texts = new Set(this.plainIndexes.flat().filter(isText).map(plain));
    this.members = indexesOfLists(indexes).map((index, at) => memberIndex(`${this.name}_m${at}`, index));
  }

  get creation(): readonly string[] {
    const { name, columns, members } = this;
    const fields = columns.map((field) => `${column(field)} ANY, `).join('');
    return [
      `CREATE TABLE ${name} (row INTEGER PRIMARY KEY, _id TEXT NOT NULL UNIQUE, ${fields}doc ANY NOT NULL) STRICT`,
      ...this.plainIndexes.map((index, at) => {
        const keys = index.map((field) => column(plain(field)) + (field.startsWith('-') ? ' DESC' : ''));
        return `CREATE INDEX ${name}_${at} ON ${name} (${keys.join(', ')})`;
      }),
      ...members.map(({ table, fields: keys }) => {
        const parts = keys.map((field) => `${column(field)} ANY NOT NULL`).join(', ');
        const key = [...keys.map(column), 'row'].join(', ');
        return `CREATE TABLE ${table} (${parts}, row INTEGER NOT NULL, PRIMARY KEY (${key})) STRICT, WITHOUT ROWID`;
      }),
    ];
  }

  get removal(): readonly string[] {
    return [this.name, ...this.members.map(({ table }) => table)].map(
      (table) => `DROP TABLE IF EXISTS ${table}`,
    );
  }

  /** Copies all documents of another table that has different indexes. */
  copyOf(other: Table): readonly string[] {
    const fields = this.columns.map((field) => `, ${column(field)}`).join('');
    const values = this.columns
      .map((field) => `, ${this.texts.has(field) ? textsOfField(field) : columnOfField(field)}`)
      .join('');
    return [
      `INSERT INTO ${this.name} (row, _id${fields}, doc) SELECT row, _id${values}, doc FROM ${other.name}`,
      ...this.members.map((index) => this.memberInsertion(index)),
    ];
  }

  /** Adds all documents, or only those that `where` selects, to the index. */
  memberInsertion({ table, list, fields }: MemberIndex, where = ''): string {
    const values = fields.map((field) => memberValue(field, list));
    return `INSERT OR IGNORE INTO ${table} SELECT ${values.join(', ')}, row
      FROM ${this.name}, json_each(doc, ${literal(jsonPath([list]))}) AS member
      WHERE member.type NOT IN ('null', 'object', 'array') ${where}`;
  }

  /** Removes the document with an id from the index. */
  memberRemoval({ table, list, fields }: MemberIndex): string {
    const values = fields.map((field) => memberValue(field, list));
    return `DELETE FROM ${table} WHERE (${[...fields.map(column), 'row'].join(', ')}) IN (
      SELECT ${values.join(', ')}, row FROM ${this.name}, json_each(doc, ${literal(jsonPath([list]))}) AS member
      WHERE _id = ?)`;
  }
}

const memberIndex = (table: string, index: Index): MemberIndex => {
  const fields = index.map(plain);
  const marks = [...fields, 'row'].map(() => '?').join(', ');
  const insertion = `INSERT INTO ${table} (${[...fields.map(column), 'row'].join(', ')}) VALUES (${marks})`;
  return { table, list: plain(index.find(isList)!), fields, insertion };
};

/** The list indexes that are not a prefix of another. They serve only lookups; the order comes from the documents. */
const indexesOfLists = (indexes: readonly Index[]): readonly Index[] => {
  const lists = indexes
    .filter((index) => index.some(isList))
    .map((index) => index.filter((field) => field !== '_id'));
  for (const index of lists) {
    if (index.filter(isList).length > 1) throw new Error(`two lists in one index: ${index.join(', ')}`);
  }
  const isBeginning = (index: Index, other: Index) =>
    index.length < other.length && index.every((field, at) => field === other[at]);
  return lists.filter((index) => !lists.some((other) => isBeginning(index, other)));
};

const columnOfField = (field: string): string => {
  const path = literal(jsonPath([field]));
  return columnOfJson(`json_type(doc, ${path})`, `json_extract(doc, ${path})`);
};

const textsOfField = (field: string): string =>
  `(SELECT group_concat(value, char(10)) FROM json_each(doc, ${literal(jsonPath([field]))}) WHERE type = 'text')`;

const memberValue = (field: string, list: string): string =>
  `coalesce(${field === list ? columnOfJson('member.type', 'member.value') : columnOfField(field)}, ${NO_VALUE})`;
