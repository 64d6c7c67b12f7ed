import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start } from '../src/application/start.js';
import { ConfigurationError } from '../src/configuration/configuration.js';
import { childEnvironment } from './support/child-environment.js';
import { compiled } from './support/compiled.js';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'start-up-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

let taken: Server;
let takenPort: number;
beforeAll(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = (taken.address() as { port: number }).port;
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

const environmentOf = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...childEnvironment,
  PORT: '0',
  NODE_ENV: '',
  DATA_DIR: join(folder, 'data'),
  ...environment,
});
interface Ended {
  readonly status: unknown;
  readonly stdout: string;
  readonly stderr: string;
}
const run = async (
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> => {
  const child = spawn(process.execPath, [compiled(program), ...args], {
    cwd: root,
    env: environmentOf(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { status, stdout, stderr };
};

describe('a start that fails says why in one line that names the variable', () => {
  it.each<[string, () => string]>([
    ['HOST', () => '203.0.113.7'],
    ['NODE_ENV', () => 'prod'],
    ['DATA_DIR', () => '/proc/none'],
    ['DATA_DIR', () => file('data-file', '')],
    ['DIRECTORY_DIR', () => join(folder, 'none')],
    ['DIRECTORY_DIR', () => file('directory-file', '')],
    ['QUESTIONNAIRE_DIR', () => join(folder, 'none')],
    ['CHECKPOINT_DIR', () => '/proc/none'],
    ['CHECKPOINT_KEY', () => join(folder, 'none.pem')],
    ['CHECKPOINT_KEY', () => file('no-key.pem', 'nonsense')],
    ['CHECKPOINT_HOOK', () => join(folder, 'none')],
    ['CHECKPOINT_HOOK', () => file('not-executable', '')],
    ['CHECKPOINT_HOOK', () => folder],
    ['CHECKPOINT_HOOK', () => 'no-such-program-anywhere'],
    ['NODE_EXTRA_CA_CERTS', () => join(folder, 'none.pem')],
    ['NODE_EXTRA_CA_CERTS', () => folder],
  ])('%s', async (name, value) => {
    const started = start({ ...environmentOf({ [name]: value() }), LOG_LEVEL: 'silent' });
    await expect(started).rejects.toThrow(ConfigurationError);
    await expect(started).rejects.toThrow(new RegExp(`^${name} [^\\n]{1,250}$`));
  });

  it('and the process ends with 1', async () => {
    const wrong = {
      HOST: '999.1.1.1',
      PORT: String(takenPort),
      DEVELOPMENT_IDENTITY_PORT: String(takenPort),
      CHECKPOINT_KEY: '/nope',
    };
    const ended = await Promise.all(
      Object.entries(wrong).map(([name, value]) =>
        run('src/main.ts', [], { [name]: value, DATA_DIR: join(folder, name) }),
      ),
    );
    for (const [at, name] of Object.keys(wrong).entries()) {
      expect(ended[at]).toEqual({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(new RegExp(`^${name}[^\\n]+\\n$`)),
      });
    }
  }, 90_000);
});

describe('a store that is away', () => {
  it.each([
    ['MONGODB_URL', { MONGODB_URL: 'mongodb://127.0.0.1:1', SESSION_SECRET: 'x'.repeat(32) }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' }],
  ])('is announced soon: %s', async (name, environment) => {
    const child = spawn(process.execPath, [compiled('src/main.ts')], {
      cwd: root,
      env: environmentOf(environment),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    expect(JSON.parse(chunk.toString())).toMatchObject({ level: 40, msg: expect.stringContaining(name) });
  });
});

describe('every program', () => {
  const programs = readdirSync(join(root, 'src/cli')).filter((name) => name.endsWith('.cli.ts'));
  it.each(programs)('%s says how it is called', async (name) => {
    const usage = `usage: npm run ${name.replace('.cli.ts', '')} --`;
    const [help, wrong] = await Promise.all([
      run(`src/cli/${name}`, ['--help']),
      run(`src/cli/${name}`, ['--no-such-option']),
    ]);
    expect(help).toEqual({ status: 0, stdout: expect.stringContaining(usage), stderr: '' });
    expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining(usage) });
    expect(wrong.stderr).not.toContain('    at ');
  });
});
