import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const config = join(root, '.dependency-cruiser.cjs');
const fixtures = join(root, 'test/fixtures/boundaries');

interface Cruised {
  readonly totalCruised: number;
  readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
}

describe('the boundaries', () => {
  const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

  const folderOf = (rule: string): string => join(fixtures, rule);
  let found: { readonly [folder: string]: Cruised };

  beforeAll(async () => {
    const folders = [root, ...forbidden.map(({ name }) => folderOf(name))];
    const program = join(import.meta.dirname, 'support', 'cruise.mjs');
    const env = { ...process.env, NODE_OPTIONS: '' };
    const options = { env, maxBuffer: 1 << 28 };
    const { stdout } = await promisify(execFile)(process.execPath, [program, config, ...folders], options);
    found = JSON.parse(stdout) as typeof found;
  }, 60_000);

  it('each have a deliberate violation', () => {
    expect(readdirSync(fixtures).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  it.each(forbidden.map((rule) => rule.name))('%s', (rule) => {
    const { violations, totalCruised } = found[folderOf(rule)]!;
    expect(totalCruised).toBeGreaterThan(0);
    expect([...new Set(violations.map((violation) => violation.rule.name))]).toEqual([rule]);
    const caught = new Set(violations.map(({ from }) => from)).size;
    expect(caught).toBe(['drivers-only-in-adapters', 'no-folder-cycles'].includes(rule) ? 2 : 1);
  });

  it('hold in the whole tree', () => {
    const { violations, totalCruised } = found[root]!;
    expect(totalCruised).toBeGreaterThan(20);
    expect(violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
  });
});
