import { boundsOf, conditionsOf, type Condition, type Filter, type Scalar } from '../filter.js';
import { column, type MemberIndex, type Table } from './table.js';
import { columnOfJson, jsonPath, literal, toColumn, type ColumnValue } from './values.js';

type Term = readonly [field: string, Condition];

/** A piece of SQL and the values of its placeholders, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly ColumnValue[];
}

const sql = (text: string, ...values: readonly ColumnValue[]): Sql => ({ text, values });
const joined = (parts: readonly Sql[], by: string): Sql => ({
  text: parts.map(({ text }) => text).join(by),
  values: parts.flatMap(({ values }) => values),
});

/** `FROM … WHERE …` for the documents that match the filter, with the alias `d`. */
export const documentsThat = (filter: Filter, table: Table): Sql => {
  const terms = conditionsOf(filter);
  const found = bestIndex(terms, table);
  const rest = terms.filter((term) => found === undefined || !isServed(term, found));
  const conditions = rest.map((term) => conditionOn(term, table));
  const source = found
    ? joined(
        [
          sql('('),
          rowsOf(found, terms),
          sql(`) AS found CROSS JOIN ${table.name} AS d ON d.row = found.row`),
        ],
        '',
      )
    : sql(`${table.name} AS d`);
  if (conditions.length === 0) return joined([sql('FROM '), source], '');
  return joined([sql('FROM '), source, sql(' WHERE '), joined(conditions, ' AND ')], '');
};

/** Counts the matching documents. An index that covers the whole filter is enough without the documents. */
export const countOf = (filter: Filter, table: Table): Sql => {
  const terms = conditionsOf(filter);
  const found = bestIndex(terms, table);
  if (found && terms.every((term) => isServed(term, found))) {
    return joined([sql('SELECT count(*) FROM ('), rowsOf(found, terms), sql(')')], '');
  }
  return joined([sql('SELECT count(*) '), documentsThat(filter, table)], '');
};

/** Null and `not` match documents without a member, so a member index cannot find them. */
const isLookup = (condition: Condition): boolean =>
  condition !== null && !(typeof condition === 'object' && 'not' in condition);

/** The index of a list in the filter that covers most of the other conditions. */
const bestIndex = (terms: readonly Term[], { members }: Table): MemberIndex | undefined => {
  const lists = new Set(terms.filter(([, condition]) => isLookup(condition)).map(([field]) => field));
  const served = (index: MemberIndex) => terms.filter((term) => isServed(term, index)).length;
  const usable = members.filter(({ list }) => lists.has(list));
  return usable.toSorted((a, b) => served(b) - served(a))[0];
};

const isServed = ([field, condition]: Term, { fields }: MemberIndex): boolean =>
  fields.includes(field) && isLookup(condition);

const rowsOf = (index: MemberIndex, terms: readonly Term[]): Sql => {
  const conditions = terms
    .filter((term) => isServed(term, index))
    .map(([field, condition]) => comparison(column(field), condition));
  // Only one member can equal a value, but several may pass any other condition.
  const isOnce = terms.some(([field, condition]) => field === index.list && typeof condition !== 'object');
  const rows = isOnce ? 'row' : 'DISTINCT row';
  return joined([sql(`SELECT ${rows} FROM ${index.table} WHERE `), joined(conditions, ' AND ')], '');
};

const conditionOn = ([field, condition]: Term, table: Table): Sql =>
  isInColumn(field, condition, table)
    ? comparison(`d.${column(field)}`, condition)
    : inDocument(field, condition);

/** A text column has one line per text, so a match within a line is a match within one text. */
const isInColumn = (field: string, condition: Condition, { columns, texts }: Table): boolean => {
  if (!texts.has(field)) return field === '_id' || columns.includes(field);
  const isObject = typeof condition === 'object' && condition !== null;
  return (
    isObject && 'containsOneOf' in condition && !condition.containsOneOf.some((text) => text.includes('\n'))
  );
};

/** Condition on a field without an index. It reads every member, or the value itself, from the document. */
const inDocument = (field: string, condition: Condition): Sql => {
  const path = literal(jsonPath([field]));
  if (condition === null) return sql(`coalesce(json_type(d.doc, ${path}), 'null') = 'null'`);
  const negated = typeof condition === 'object' && 'not' in condition;
  const value = columnOfJson('member.type', 'member.value');
  return joined(
    [
      sql(`${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM json_each(d.doc, ${path}) AS member WHERE `),
      comparison(`(${value})`, negated ? condition.not : condition),
      sql(')'),
    ],
    '',
  );
};

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const comparison = (left: string, condition: Condition): Sql => {
  if (condition === null) return sql(`${left} IS NULL`);
  if (typeof condition !== 'object') return sql(`${left} = ?`, toColumn(condition));
  if ('not' in condition) return sql(`${left} IS NOT ?`, toColumn(condition.not));
  if ('oneOf' in condition) return oneOf(left, condition.oneOf);
  if ('containsOneOf' in condition) {
    const parts = condition.containsOneOf.map((text) => sql(`instr(${left}, ?) > 0`, text));
    return parts.length === 0
      ? sql('0')
      : joined([sql(`(typeof(${left}) = 'text' AND (`), joined(parts, ' OR '), sql('))')], '');
  }
  const bounds = boundsOf(condition.range);
  const within = typeof bounds[0]?.[1] === 'number' ? numbers : texts;
  const parts = bounds.map(([bound, value]) => sql(`${left} ${operators[bound]} ?`, toColumn(value)));
  return joined([...parts, ...within.map((bound) => sql(`${left} ${bound}`))], ' AND ');
};

/** Selects numbers only. SQLite sorts numbers before texts and texts before blobs. */
const numbers = ['>= -9e999', "< ''"];
const texts = [">= ''", "< x''"];

const oneOf = (left: string, wanted: readonly Scalar[]): Sql => {
  const truths = wanted.filter((value) => typeof value === 'boolean');
  const others = wanted.filter((value) => typeof value !== 'boolean');
  // The SQL stays the same for any number of values.
  const among = sql(`${left} IN (SELECT value FROM json_each(?))`, JSON.stringify(others));
  const each = truths.map((value) => sql(`${left} = ?`, toColumn(value)));
  return joined([sql('('), joined([among, ...each], ' OR '), sql(')')], '');
};

/** A field as `ORDER BY` and `GROUP BY` take it. */
export const fieldOf = (field: string, table: Table): string => {
  if (field === '_id' || (table.columns.includes(field) && !table.texts.has(field)))
    return `d.${column(field)}`;
  const path = literal(jsonPath([field]));
  return columnOfJson(`json_type(d.doc, ${path})`, `json_extract(d.doc, ${path})`);
};
