import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const config = join(root, '.dependency-cruiser.cjs');
const fixtures = join(root, 'test/fixtures/boundaries');

interface Cruised {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

/** As `npm run check` does it, but in the folder given. */
const cruise = (folder: string): Cruised['summary'] => {
  const sources = ['src', 'projections', 'web/src'].filter((source) => existsSync(join(folder, source)));
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', config, '--output-type', 'json'];
  const report = execFileSync(process.execPath, [bin, ...options, ...sources], {
    cwd: folder,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (JSON.parse(report.toString()) as Cruised).summary;
};

describe('the boundaries', () => {
  const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

  it('each have a deliberate violation', () => {
    expect(readdirSync(fixtures).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  it.each(forbidden.map((rule) => rule.name))('%s', (rule) => {
    const { violations, totalCruised } = cruise(join(fixtures, rule));
    expect(totalCruised).toBeGreaterThan(0);
    expect([...new Set(violations.map((violation) => violation.rule.name))]).toEqual([rule]);
    const caught = new Set(violations.map(({ from }) => from)).size;
    expect(caught).toBe(['drivers-only-in-adapters', 'no-folder-cycles'].includes(rule) ? 2 : 1);
  });

  it('hold in the whole tree', () => {
    const { violations, totalCruised } = cruise(root);
    expect(totalCruised).toBeGreaterThan(20);
    expect(violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
  });
});
