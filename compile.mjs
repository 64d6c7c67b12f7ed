/**
 * Compiles the server and its programs into dist/, unless dist/ is newer than every source. Without changes a program
 * starts at once.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/.compiled';
const SOURCES = [
  ...['src', 'projections', 'demo', 'bench'],
  ...['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'],
];

/** A folder's own time counts too: it changes when a file in the folder is removed. */
const changedAt = (path) => {
  const entry = statSync(path);
  const inside = entry.isDirectory() ? readdirSync(path) : [];
  return Math.max(entry.mtimeMs, ...inside.map((name) => changedAt(join(path, name))));
};

/** The container's build has no demo/ and no bench/. */
const newest = Math.max(...SOURCES.filter((path) => existsSync(path)).map(changedAt));

if (!existsSync(STAMP) || statSync(STAMP).mtimeMs <= newest) {
  const start = new Date();
  const { status } = spawnSync('nest', ['build'], {
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (status !== 0) process.exit(1);
  mkdirSync('dist', { recursive: true });
  writeFileSync(STAMP, '');
  // A source that changes while the compiler runs makes the next run compile again.
  utimesSync(STAMP, start, start);
}
