import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truthOf, type Truth } from '../src/odata/filter-meaning.js';
import {
  calls,
  comparisons,
  parseFilter,
  type Condition,
  type Operand,
  type ValueType,
} from '../src/odata/filter-syntax.js';
import { propertyRuns } from './support/property-runs.js';

const fields: Readonly<Record<string, ValueType>> = {
  province: 'text',
  row: 'text',
  yearlyUsers: 'number',
  revision: 'number',
  hasEService: 'boolean',
  certifiedAt: 'time',
  answeredAt: 'time',
};
const typeOf = (name: string): ValueType | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
const parse = (text: string): Condition => parseFilter(text, typeOf);
type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;
const truth = (text: string, row: Row): Truth => truthOf(parse(text), (name) => row[name]);

const textOf = (operand: Operand): string => {
  if (operand.is === 'field') return operand.name;
  return operand.type === 'text'
    ? `'${operand.value.toString().replaceAll("'", "''")}'`
    : String(operand.value);
};
const print = (condition: Condition): string => {
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.parts
        .map((part) => (part.is === 'and' || part.is === 'or' ? `(${print(part)})` : print(part)))
        .join(` ${condition.is} `);
    case 'not':
      return `not (${print(condition.of)})`;
    case 'compare':
      return `${textOf(condition.left)} ${condition.by} ${textOf(condition.right)}`;
    case 'call':
      return `${condition.of}(${textOf(condition.left)},${textOf(condition.right)})`;
    case 'field':
      return condition.name;
  }
};

const values: Readonly<Record<ValueType, fc.Arbitrary<string | number | boolean>>> = {
  text: fc.oneof(
    fc.constantFrom('', 'นนท', "o'clock", ') or (', 'นนทบุรี'),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  number: fc.integer({ min: -5, max: 5 }),
  boolean: fc.boolean(),
  time: fc.constantFrom('2022-11-07T09:29:30Z', '2022-11-07T16:29:30.000+07:00', '2022-12-01T00:00:00Z'),
};
const operand = (type: ValueType): fc.Arbitrary<Operand> =>
  fc.oneof(
    fc
      .constantFrom(...Object.keys(fields).filter((name) => fields[name] === type))
      .map((name): Operand => ({ is: 'field', name, type })),
    values[type].map((value): Operand => ({ is: 'literal', value, type })),
    { weight: 1, arbitrary: fc.constant<Operand>({ is: 'literal', value: null, type: null }) },
  );
const ordered: readonly ValueType[] = ['text', 'number', 'time'];
const comparison: fc.Arbitrary<Condition> = fc
  .oneof(
    fc.tuple(fc.constantFrom(...ordered), fc.constantFrom(...comparisons)),
    fc.tuple(fc.constant<ValueType>('boolean'), fc.constantFrom('eq' as const, 'ne' as const)),
  )
  .chain(([type, by]) =>
    fc.record({
      is: fc.constant('compare' as const),
      by: fc.constant(by),
      left: operand(type),
      right: operand(type),
    }),
  );
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.record({
      is: fc.constant('call' as const),
      of: fc.constantFrom(...calls),
      left: operand('text'),
      right: operand('text'),
    }),
    fc.constant<Condition>({ is: 'field', name: 'hasEService' }),
    fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));
const row: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, fc.option(values[type], { freq: 3 })]),
  ),
);

/** What OData says, written without the evaluator: three values, where null is neither. */
const meaning = (of: Condition, given: Row): boolean | null => {
  const value = (each: Operand): string | number | boolean | null => {
    const found = each.is === 'field' ? given[each.name]! : each.value;
    return each.type === 'time' && found !== null ? new Date(String(found)).getTime() : found;
  };
  switch (of.is) {
    case 'field':
      return given[of.name] as boolean | null;
    case 'not': {
      const inner = meaning(of.of, given);
      return inner === null ? null : !inner;
    }
    case 'and':
    case 'or': {
      const inner = of.parts.map((part) => meaning(part, given));
      const deciding = of.is === 'or';
      if (inner.includes(deciding)) return deciding;
      return inner.includes(null) ? null : !deciding;
    }
    case 'call': {
      const [left, right] = [value(of.left), value(of.right)];
      if (left === null || right === null) return null;
      const method = { contains: 'includes', startswith: 'startsWith', endswith: 'endsWith' } as const;
      return String(left)[method[of.of]](String(right));
    }
    case 'compare': {
      const [left, right] = [value(of.left), value(of.right)];
      if (of.by === 'eq' || of.by === 'ne') return (left === right) === (of.by === 'eq');
      if (left === null || right === null) return false;
      const sign = left < right ? -1 : left > right ? 1 : 0;
      return { gt: sign > 0, ge: sign >= 0, lt: sign < 0, le: sign <= 0 }[of.by];
    }
  }
};

describe('a $filter', () => {
  it('is what was printed, whatever its shape', () => {
    fc.assert(
      fc.property(condition, (each) => expect(parse(print(each))).toEqual(each)),
      propertyRuns(300),
    );
  });

  it('holds where the same predicate in JavaScript does', () => {
    fc.assert(
      fc.property(condition, row, (each, given) => {
        expect(truthOf(each, (name) => given[name])).toBe(meaning(each, given));
      }),
      propertyRuns(500),
    );
  });

  it('decides with a part of the fields only what all of them decide', () => {
    fc.assert(
      fc.property(condition, row, fc.subarray(Object.keys(fields)), (each, given, hidden) => {
        const early = truthOf(each, (name) => (hidden.includes(name) ? undefined : given[name]));
        if (early !== undefined) expect(early).toBe(truthOf(each, (name) => given[name]));
      }),
      propertyRuns(500),
    );
  });

  it.each([
    ["province eq 'นนทบุรี' and yearlyUsers gt 5", true],
    ["not (province eq 'นนทบุรี') or hasEService", true],
    ["contains(row,'ภาษี') and not startswith(row,'ข')", true],
    ["province eq 'x' or province eq 'y' and hasEService", false],
    ['certifiedAt ge 2022-11-07T16:29:30+07:00', true],
    ['certifiedAt eq null', false],
    ['answeredAt ne null', false],
    ['answeredAt lt 2022-11-07T00:00:00Z', false],
    ["  (  province   eq 'นนทบุรี' )", true],
  ])('%s', (text, expected) => {
    const given = {
      ...{ province: 'นนทบุรี', row: 'ชำระภาษี', yearlyUsers: 6, hasEService: true },
      ...{ certifiedAt: '2022-11-07T09:29:30.000Z', answeredAt: null },
    };
    expect(truth(text, given)).toBe(expected);
  });

  it.each([
    ['', 1],
    ['province', 9],
    ["province = 'x'", 10],
    ["province eq 'x' and", 20],
    ["(province eq 'x'", 17],
    ["province eq 'x')", 16],
    ['province eq 5', 13],
    ['hasEService gt true', 16],
    ["unknown eq 'x'", 1],
    ["not province eq 'x'", 5],
    ["constructor eq 'x'", 1],
    ["contains(yearlyUsers,'5')", 10],
    ['certifiedAt eq 2022-02-30T25:00:00Z', 16],
    ["province eq 'x", 13],
    ['yearlyUsers eq 1e5', 16],
    [`${'('.repeat(60)}hasEService${')'.repeat(60)}`, 41],
  ])('that is wrong is refused with its place: %s', (text, place) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'invalid-odata-filter', details: expect.objectContaining({ place }) }),
    );
  });

  it('names what the service does not offer', () => {
    expect(() => parse("tolower(province) eq 'x'")).toThrow(
      expect.objectContaining({ code: 'odata-not-supported', details: { what: 'tolower' } }),
    );
  });
});
