/**
 * Lets schemathesis test a server of its own by the OpenAPI document, once for each role: `npm run schemathesis --
 * [--examples 50] [--seed 1]`. `pip install schemathesis` gives the program; `SCHEMATHESIS` names it when it is not on
 * PATH. Exit code 1 when an answer is a server error, or another document than the description promises.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accessToken, signIn } from '../support/sign-in.js';
import { fillAndCertify } from '../support/fill.js';
import { spawnServer } from '../support/server-process.js';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const roles = ['lao.03120601', 'province.12', 'auditor.12', 'auditor', 'admin', undefined] as const;
const program = process.env['SCHEMATHESIS'] ?? 'schemathesis';
const config = join(import.meta.dirname, 'schemathesis.toml');

/** Each answer must be no server error, and of a type and form that the OpenAPI document names for its status. */
const checks = 'not_a_server_error,content_type_conformance,response_schema_conformance';
/** An answer that never ends, and what ends the session of the run. */
const excluded = ['/api/events', '/auth/login', '/auth/callback', '/auth/logout', '/auth/backchannel-logout'];

const testAs = async (url: string, role: string | undefined): Promise<boolean> => {
  const options = {
    checks,
    'max-examples': values.examples,
    seed: values.seed,
    phases: 'examples,coverage,fuzzing',
    warnings: 'off',
    workers: '2',
  };
  const args = [
    ...['--config-file', config, 'run', `${url}/api/openapi.json`],
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    '--continue-on-failure',
    ...excluded.flatMap((path) => ['--exclude-path', path]),
    ...(role === undefined ? [] : ['--header', `Authorization: Bearer ${await accessToken(url, role)}`]),
  ];
  console.log(`\n===== ${role ?? 'without signing in'} =====`);
  const child = spawn(program, args, { cwd: dataDir, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
};

const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-schemathesis-'));
const { child, url } = await spawnServer({ DATA_DIR: dataDir });
try {
  await fillAndCertify(await signIn(url, 'lao.03120601'), '03120601');
  const failed: string[] = [];
  for (const role of roles) if (!(await testAs(url, role))) failed.push(role ?? 'without signing in');
  console.log(failed.length === 0 ? '\nEvery role passed.' : `\nFailed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  child.kill();
  await rm(dataDir, { recursive: true, force: true });
}
