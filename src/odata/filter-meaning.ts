import type { Call, Comparison, Condition, Operand } from './filter-syntax.js';

/** A value of a field as OData compares it. Undefined: it is not known yet. */
type Value = string | number | boolean | null | undefined;

/** What a condition is for an entity. `null` as OData says it, which counts as false. Undefined: it depends on what is not known yet. */
export type Truth = boolean | null | undefined;

/**
 * Whether the condition holds. With a part of an entity's fields it says what is certain already: a province or an LAO whose entities
 * cannot match is never read.
 */
export const truthOf = (condition: Condition, valueOf: (field: string) => Value): Truth => {
  switch (condition.is) {
    case 'and':
      return joined(condition.parts, valueOf, false);
    case 'or':
      return joined(condition.parts, valueOf, true);
    case 'not': {
      const truth = truthOf(condition.of, valueOf);
      return typeof truth === 'boolean' ? !truth : truth;
    }
    case 'compare':
      return compared(condition.by, read(condition.left, valueOf), read(condition.right, valueOf));
    case 'call':
      return called(condition.of, read(condition.left, valueOf), read(condition.right, valueOf));
    case 'field':
      return valueOf(condition.name) as Truth;
    default:
      return condition satisfies never;
  }
};

/** `and` is decided by one false part, `or` by one true part. Otherwise what is not known outweighs null. */
const joined = (parts: readonly Condition[], valueOf: (field: string) => Value, deciding: boolean): Truth => {
  let truth: Truth = !deciding;
  for (const part of parts) {
    const own = truthOf(part, valueOf);
    if (own === deciding) return deciding;
    if (own === undefined || (own === null && truth !== undefined)) truth = own;
  }
  return truth;
};

/** A time is compared as an instant, whatever its offset. */
const read = (operand: Operand, valueOf: (field: string) => Value): Value => {
  const value = operand.is === 'field' ? valueOf(operand.name) : operand.value;
  return operand.type === 'time' && typeof value === 'string' ? Date.parse(value) : value;
};

/** Null equals null alone, and is neither less nor greater than anything. */
const compared = (by: Comparison, left: Value, right: Value): Truth => {
  if (left === undefined || right === undefined) return undefined;
  if (by === 'eq') return left === right;
  if (by === 'ne') return left !== right;
  if (left === null || right === null) return false;
  switch (by) {
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
    default:
      return by satisfies never;
  }
};

const called = (of: Call, left: Value, right: Value): Truth => {
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return null;
  const [text, part] = [String(left), String(right)];
  if (of === 'contains') return text.includes(part);
  return of === 'startswith' ? text.startsWith(part) : text.endsWith(part);
};
