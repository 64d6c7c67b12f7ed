import type { Random } from './random.js';

/** As far as the fuzzer reads a schema of the OpenAPI document. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}
export type Schemas = Readonly<Record<string, Schema>>;

/** Values that mean something in the pilot: without them every request would end at the first look. */
export const known = {
  year: ['2565'],
  lao: ['03120102', '03120601', '05120501'],
  province: ['12'],
  aspect: ['quality-of-life', 'economy', 'other-services', 'complaints'],
  row: ['land-and-building-tax-payment', 'newborn-grant-registration'],
  sub: ['admin', 'lao.03120102', 'province.12', 'auditor'],
  fingerprint: ['a'.repeat(64)],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Texts that have broken programs. */
const nastyTexts: readonly string[] = [
  ...['', ' ', '0', '-1', '1e309', 'NaN', 'null', 'true', '[]', '{}', '\0', '\ud800', '\u202e', '\ufeff'],
  ...[
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '../../etc/passwd',
    '%00',
    '%',
    '%2e%2e',
    "'",
    '"',
  ],
  ...[
    '<script>',
    '${1}',
    '$where',
    '{"$gt":""}',
    'ก'.repeat(300),
    'x'.repeat(5_000),
    '๒๕๖๕',
    'น้ำ',
    '😀',
    'a\nb',
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '2600-01-01T00:00:00Z',
    '2026-11-01',
    '99999999999999999999',
    '1,2',
    '0x10',
    '"1"',
  ],
];

const nastyValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null], [{}]],
  ...[
    { constructor: 1 },
    { toString: null },
    { length: 1e9 },
    Array(60).fill({}),
    { a: { a: { a: { a: 1 } } } },
  ],
];

export const nastyText = (random: Random): string => random.of(nastyTexts);
export const nastyValue = (random: Random): unknown =>
  random.chance(0.5) ? nastyText(random) : random.of(nastyValues);

const instant = (random: Random): string =>
  new Date(Date.UTC(2026, 10, 1) + random.below(400) * 86_400_000).toISOString();

/** A value that the schema allows. */
export const valueOf = (schema: Schema, schemas: Schemas, random: Random): unknown => {
  if (schema.$ref !== undefined) {
    return valueOf(schemas[schema.$ref.split('/').at(-1)!] ?? {}, schemas, random);
  }
  if (schema.enum) return random.of(schema.enum);
  if (schema.format === 'date-time') return instant(random);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, schemas, random);
    case 'array':
      return Array.from({ length: random.below(4) }, () => valueOf(schema.items ?? {}, schemas, random));
    case 'integer':
    case 'number':
      return random.of([0, 1, 10, 2565, 2566]);
    case 'boolean':
      return random.chance(0.5);
    case undefined:
    default:
      return schema.example ?? random.of(['ข้อความ', 'other-services-list', '1', ...known.row]);
  }
};

const objectOf = (schema: Schema, schemas: Schemas, random: Random): Record<string, unknown> => {
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (random.chance(0.85))
      made[name] = name === 'answers' ? answersOf(random) : valueOf(member, schemas, random);
  }
  return made;
};

const answersOf = (random: Random): Record<string, unknown> => {
  const answer = {
    hasEService: random.chance(0.8),
    steps: ['submit-request', 'pay'],
    channels: ['website', 'other'],
    otherChannel: 'โทรศัพท์',
    yearlyUsers: random.below(1000),
  };
  return { [random.of(known.row)]: random.chance(0.3) ? mutated(answer, random) : answer };
};

/** The value, wrong in one place: a member less, more, or of another kind, anywhere in it. */
export const mutated = (value: unknown, random: Random): unknown => {
  if (typeof value !== 'object' || value === null || random.chance(0.15)) return nastyValue(random);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    return value.toSpliced(at, random.below(2), nastyValue(random));
  }
  const names = Object.keys(value);
  const changed: Record<string, unknown> = { ...value };
  const name = names.length > 0 ? random.of(names) : 'none';
  switch (random.below(4)) {
    case 0:
      delete changed[name];
      return changed;
    case 1:
      return JSON.parse(
        `${JSON.stringify(changed).slice(0, -1)}${names.length > 0 ? ',' : ''}${JSON.stringify(nastyText(random).replace('__proto__', 'proto'))}:1}`,
      ) as unknown;
    default:
      changed[name] = mutated(changed[name], random);
      return changed;
  }
};
