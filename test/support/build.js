import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const PAGE = 'dist/web/index.html';

const isWebStale = () => {
  if (!existsSync(PAGE)) return true;
  const built = statSync(PAGE).mtimeMs;
  return globSync('{web/**/*.{ts,tsx,css,html},src/**/*.ts}').some(
    (source) => statSync(source).mtimeMs > built,
  );
};

/** Runs once, before the first suite. The tests start the compiled programs, and their browsers load the built pages. */
export default () => {
  // Under Jest NODE_ENV is `test`: that would build the slow development half of React.
  const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' };
  const build = (script) =>
    execFileSync('npm', ['run', '--silent', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  build('build:server');
  if (isWebStale()) build('build:web');
};
