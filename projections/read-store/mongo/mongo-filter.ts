import { boundsOf, conditionsOf, type Condition, type Filter } from '../filter.js';

/** The same filter in MongoDB's syntax. */
export const mongoFilter = (filter: Filter): { readonly [field: string]: unknown } =>
  Object.fromEntries(conditionsOf(filter).map(([field, condition]) => [field, operators(condition)]));

const operators = (condition: Condition): unknown => {
  if (typeof condition !== 'object' || condition === null) return condition;
  if ('not' in condition) return { $ne: condition.not };
  if ('oneOf' in condition) return { $in: [...condition.oneOf] };
  if ('containsOneOf' in condition) return containing(condition.containsOneOf);
  return Object.fromEntries(boundsOf(condition.range).map(([bound, value]) => [`$${bound}`, value]));
};

/** Without texts nothing may match, but an empty pattern would match every text. */
const containing = (texts: readonly string[]): unknown =>
  texts.length === 0 ? { $in: [] } : { $regex: texts.map(escaped).join('|') };

const escaped = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\0', '\\x00');
