import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

/** What is built, the sources that it is built from, and the script that builds it. */
const products = [
  {
    product: 'dist/.tsbuildinfo',
    sources: '{src,projections,demo,bench}/**/*.ts',
    script: 'build:server',
  },
  {
    product: 'dist/web/index.html',
    sources: '{web/**/*.{ts,tsx,css,html},src/**/*.ts}',
    script: 'build:web',
  },
];

const isOlder = (product, sources) => {
  if (!existsSync(product)) return true;
  const built = statSync(product).mtimeMs;
  return globSync(sources).some((source) => statSync(source).mtimeMs > built);
};

/**
 * Runs once, before the first suite: the tests start the compiled programs, and their browsers load the built pages. What is older than its
 * sources is built again, so that no test runs what was written yesterday.
 */
export default () => {
  for (const { product, sources, script } of products) {
    if (!isOlder(product, sources)) continue;
    // Under Jest NODE_ENV is `test`: that would build the slow development half of React.
    const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' };
    execFileSync('npm', ['run', '--silent', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
};
