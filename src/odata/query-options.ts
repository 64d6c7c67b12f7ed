import { problems } from '../problems/catalogue.js';
import type { EntitySet } from './entity-sets.js';
import { parseFilter, type Condition } from './filter-syntax.js';
import { readSkipToken, type SkipToken } from './skip-token.js';

/** What a request asks of an entity set. */
export interface QueryOptions {
  /** Names of fields; undefined means all. */
  readonly select: readonly string[] | undefined;
  readonly filter: Condition | undefined;
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  readonly skipToken: SkipToken | undefined;
  /** Undefined means the present. */
  readonly at: string | undefined;
  readonly after: string | undefined;
}

/** Options of this service, beside those of OData. */
const own = ['at', 'after'];
const known = ['$select', '$filter', '$top', '$skip', '$count', '$skiptoken', '$format', ...own];

/** The options with which the next page is asked for. The token holds the others. */
export const optionsOfNextPage = ['$select', '$filter', '$format'] as const;

export type Query = Readonly<Record<string, unknown>>;

/**
 * Options that are not known are refused, `$orderby` too: an answer that ignores one looks right and is not.
 * @throws Problem `odata-not-supported`, `invalid-odata-option`, `invalid-odata-filter`
 */
export const readQueryOptions = (query: Query, { fields }: EntitySet): QueryOptions => {
  requireKnown(query, known);
  const filter = textOf(query, '$filter');
  const token = textOf(query, '$skiptoken');
  return {
    select: selected(textOf(query, '$select'), fields),
    filter:
      filter === undefined
        ? undefined
        : parseFilter(filter, (name) => fields.find((field) => field.name === name)?.type),
    top: numberOf(query, '$top'),
    skip: numberOf(query, '$skip') ?? 0,
    count: flagOf(query, '$count'),
    skipToken: token === undefined ? undefined : readSkipToken(token),
    at: textOf(query, 'at'),
    after: textOf(query, 'after'),
  };
};

/** @throws Problem `odata-not-supported`, `invalid-odata-option` */
export const requireKnown = (query: Query, names: readonly string[]): void => {
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name)) {
      throw name.startsWith('$') ? problems.odataNotSupported(name) : problems.invalidOdataOption(name);
    }
    if (typeof value !== 'string') throw problems.invalidOdataOption(name);
  }
  const format = textOf(query, '$format');
  if (format !== undefined && !/^(json|xml|application\/(json|xml)(;.*)?)$/i.test(format)) {
    throw problems.odataNotSupported('$format');
  }
};

export const textOf = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return typeof value === 'string' ? value : undefined;
};

const numberOf = (query: Query, name: string): number | undefined => {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw problems.invalidOdataOption(name);
  return Number(text);
};

const flagOf = (query: Query, name: string): boolean => {
  const text = textOf(query, name) ?? 'false';
  if (text !== 'true' && text !== 'false') throw problems.invalidOdataOption(name);
  return text === 'true';
};

const selected = (text: string | undefined, fields: EntitySet['fields']): readonly string[] | undefined => {
  const names = text?.split(',').map((name) => name.trim());
  if (names === undefined || names.includes('*')) return undefined;
  const isKnown = (name: string): boolean => fields.some((field) => field.name === name);
  if (!names.every(isKnown)) throw problems.invalidOdataOption('$select');
  return names;
};
