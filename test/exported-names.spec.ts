import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const declaration =
  /^export (?:abstract )?(?:async )?(?:class|function\*?|const|type|interface|enum) (\w+)/gm;

it('no name is exported by two files of the server: one meaning for each name', () => {
  const filesOf = new Map<string, Set<string>>();
  for (const file of globSync('{src,projections}/**/*.ts')) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(declaration)) {
      filesOf.set(name, (filesOf.get(name) ?? new Set()).add(file));
    }
  }
  expect(filesOf.size).toBeGreaterThan(500);
  expect([...filesOf].filter(([, files]) => files.size > 1)).toEqual([]);
});
