import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childEnvironment } from './support/child-environment.js';
import { spawnServer, type ServerProcess } from './support/server-process.js';

interface Step {
  readonly command: string;
  /** The output in the README; `…` marks omitted parts. */
  readonly shown: string;
}

/** A command begins with `$ ` and its further lines are indented. All other lines of the block are its output. */
const stepsIn = (block: string): readonly Step[] =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const lines = part.trimEnd().split('\n');
      const end = lines.findIndex((line, index) => index > 0 && !line.startsWith('    '));
      const split = end === -1 ? lines.length : end;
      return { command: lines.slice(0, split).join('\n'), shown: lines.slice(split).join('\n') };
    });

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The README wraps long lines, so white space is not compared. */
const pattern = (shown: string): RegExp =>
  new RegExp(`^${shown.replaceAll(/\s/g, '').split('…').map(escaped).join('.*')}$`);

const root = join(import.meta.dirname, '..');
const readme = await readFile(join(root, 'README.md'), 'utf8');
const tour = readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## Where to read on'));
const [setting, ...steps] = [...tour.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
  stepsIn(block!),
);

describe('the tour of the README', () => {
  let folder: string;
  let server: ServerProcess;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tour-'));
    const dataDir = join(folder, 'data');
    server = await spawnServer({ DATA_DIR: dataDir });
    environment = { ...childEnvironment, URL: server.url, DATA_DIR: dataDir, TOUR: folder };
  }, 60_000);

  afterAll(async () => {
    server.child.kill();
    await once(server.child, 'exit');
    await rm(folder, { recursive: true });
  });

  it('sets the variables that this test sets to its own', () => {
    expect(setting?.command).toBe('export URL=http://localhost:3000 DATA_DIR=.data TOUR=$(mktemp -d)');
    expect(steps.length).toBeGreaterThan(10);
  });

  it.each(steps)(
    'prints the output of the README: $command',
    async ({ command, shown }) => {
      // A program with findings exits with a code other than 0. Only its output matters here.
      const printed = await new Promise<string>((resolve) =>
        execFile('bash', ['-c', command], { cwd: root, env: environment }, (_error, stdout) =>
          resolve(stdout),
        ),
      );
      expect(printed.replaceAll(/\s/g, '')).toMatch(pattern(shown));
    },
    120_000,
  );
});
