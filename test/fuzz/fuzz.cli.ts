/** Sends mutated requests to a server of its own: `npm run fuzz -- [--requests 200000] [--seed 1]`. Exit code 1 when one is answered wrongly. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showProgress } from '../../src/basics/progress-bar.js';
import { spawnServer } from '../support/server-process.js';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-fuzz-'));
const { child, url } = await spawnServer({ DATA_DIR: dataDir });
const progress = showProgress('requests', requests);
const start = performance.now();
try {
  const { sent, statuses, findings } = await fuzz({
    url,
    seed,
    requests,
    onSent: (done) => progress.update(done),
  });
  progress.stop();
  const seconds = (performance.now() - start) / 1000;
  for (const finding of findings.slice(0, 20)) console.log(JSON.stringify(finding, null, 1));
  console.log(`${sent} requests of seed ${seed} in ${seconds.toFixed(0)} s: ${JSON.stringify(statuses)}`);
  console.log(`${findings.length} answered wrongly`);
  process.exitCode = findings.length > 0 ? 1 : 0;
} finally {
  progress.stop();
  child.kill();
  await rm(dataDir, { recursive: true, force: true });
}
