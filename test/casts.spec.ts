import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/** With `returnArrays`, node:sqlite gives rows as arrays. Its types do not know that. */
const ROWS_OF_SQLITE = [
  'projections/read-store/sqlite/file-read-store.ts',
  'projections/read-store/sqlite/sqlite-read-store.ts',
];

it('no cast by way of unknown hides a mistake from the compiler: a type is narrowed, or `asJson` is used', () => {
  const casting = globSync('{src,projections,web/src}/**/*.{ts,tsx}').filter((file) =>
    /\bas\s+unknown\s+as\b/.test(readFileSync(file, 'utf8')),
  );
  expect(casting.sort()).toEqual(ROWS_OF_SQLITE);
});
