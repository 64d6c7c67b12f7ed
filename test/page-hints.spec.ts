import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pageHints } from '../src/application/page-hints.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const built = (manifest?: object): string => {
  const folder = mkdtempSync(join(tmpdir(), 'web-'));
  folders.push(folder);
  if (manifest) {
    mkdirSync(join(folder, '.vite'));
    writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(manifest));
  }
  return folder;
};

const manifest = {
  'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'assets/shared.js' },
  '_table.js': { file: 'assets/table.js', imports: ['_shared.js', '_dates.js'] },
  '_dates.js': { file: 'assets/dates.js', imports: ['_shared.js'] },
  'src/form/form-page.tsx': { file: 'assets/form.js', imports: ['_table.js', '_dates.js', 'index.html'] },
};

describe('hints of a page', () => {
  it('name the form’s requests and its code once, without the files that every page loads', () => {
    const hints = pageHints(built(manifest))('/surveys/2565/03120102/economy?from=list');
    expect(hints?.split(', ')).toEqual([
      '</api/questionnaires/2565>; rel=preload; as=fetch; crossorigin',
      '</api/surveys/2565/03120102>; rel=preload; as=fetch; crossorigin',
      '</api/me>; rel=preload; as=fetch; crossorigin',
      '</api/campaigns>; rel=preload; as=fetch; crossorigin',
      '</assets/form.js>; rel=modulepreload',
      '</assets/table.js>; rel=modulepreload',
      '</assets/dates.js>; rel=modulepreload',
    ]);
  });

  it.each([
    '/',
    '/surveys',
    '/surveys/2565',
    '/surveys/2565x/03120102',
    '/surveys/2565/0312>;x',
    '/audit/2565/03120102',
  ])('are not given for %s', (url) => {
    expect(pageHints(built(manifest))(url)).toBeUndefined();
  });

  it('are not given when no front end was built', () => {
    expect(pageHints(built())('/surveys/2565/03120102')).toBeUndefined();
  });
});

it('the form’s first load has at most 200 kB of JavaScript, gzipped', () => {
  const folder = 'dist/web';
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = `${page} ${pageHints(folder)('/surveys/2565/03120102')}`.matchAll(/assets\/[\w-]+\.js/g);
  const sizes = [...new Set([...named].map(([file]) => file))].map(
    (file) => statSync(join(folder, `${file}.gz`)).size,
  );
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(200_000);
});
