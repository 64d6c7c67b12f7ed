import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The text of a fixture belongs to its author. */
const pages = globSync('**/*.md', {
  cwd: root,
  exclude: ['**/node_modules', '**/dist', 'test/fixtures', 'test-results'],
});
const lines = pages.flatMap((page) =>
  read(page)
    .split('\n')
    .map((text, index) => ({ place: `${page}:${index + 1}`, text })),
);

/** The page without its code: a bracket in a shell command is no link. */
const proseOf = (page: string): string => read(page).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');

/** The anchors that GitHub makes of a page's headings. */
const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe('The documentation', () => {
  it('is there', () => expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/evidence.md'])));

  it('has no line longer than 120 characters', () => {
    expect(lines.filter(({ text }) => [...text].length > 120)).toEqual([]);
  });

  it('says what the system is in 150 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('has no cell of a table longer than a sentence', () => {
    const cells = lines
      .filter(({ text }) => text.startsWith('|'))
      .flatMap(({ place, text }) => text.split('|').map((cell) => ({ place, cell: cell.trim() })));
    expect(cells.filter(({ cell }) => /[.;] \S/.test(cell))).toEqual([]);
  });

  it('has no word that needs a second reading', () => {
    expect(lines.filter(({ text }) => /\b(whoever|nobody)\b/i.test(text))).toEqual([]);
  });

  it('links to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !/^(https?|mailto):/.test(target))
        .filter((target) => {
          const [path, anchor] = target.split('#');
          const file = path === '' ? page : join(dirname(page), path!);
          if (!existsSync(join(root, file))) return true;
          return anchor !== undefined && !anchorsOf(file).includes(anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('names files of the project that exist', () => {
    const named = /`((?:src|projections|web|test|docs|deploy|data|evidence|bench|demo)\/[\w./-]*\w\/?)`/g;
    const missing = pages
      .filter((page) => page !== 'CHANGELOG.md')
      .flatMap((page) => [...read(page).matchAll(named)].map(([, path]) => ({ page, path })))
      // The operator makes this file.
      .filter(({ path }) => path !== 'deploy/production.env')
      .filter(({ path }) => !existsSync(join(root, path!)));
    expect(missing).toEqual([]);
  });

  it('names every room in the map', () => {
    const rooms = ['src', 'projections', 'web/src'].flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${folder}/${name}/`),
    );
    const map = read('ARCHITECTURE.md');
    expect(rooms.filter((room) => !map.includes(`\`${room}`))).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)]
        .map(([, script]) => ({ page, script }))
        .filter(({ script }) => !Object.hasOwn(scripts, script!)),
    );
    expect(missing).toEqual([]);
  });
});

/** Block comments and line comments, without the code beside them. A `//` in a text, as in a URL, begins none. */
const commentsOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*$/gm)].map(([comment]) => comment);

describe('The comments', () => {
  const sources = globSync('{bench,demo,evidence,projections,src,test,web}/**/*.{ts,tsx,mjs,js}', {
    cwd: root,
    exclude: ['**/node_modules', '**/dist', 'test/fixtures'],
  });

  it('are there', () => expect(sources.length).toBeGreaterThan(300));

  it('have no word that needs a second reading', () => {
    const mannered = /\b(whoever|nobody|gently|told|stands)\b/i;
    const found = sources
      .flatMap((path) => commentsOf(path).map((comment) => ({ path, comment })))
      .filter(({ comment }) => mannered.test(comment));
    expect(found).toEqual([]);
  });
});
