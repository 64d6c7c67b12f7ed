import { spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from '@jest/globals';
import { compiled } from './support/compiled.js';

const ROUNDS = 15;
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loads the key of one folder after another, each at a moment that all processes share, and prints it. */
const program = `
  const { loadCheckpointKey, publicKeyPem } = await import(process.argv[1]);
  const start = Number(process.argv[2]);
  const keys = [];
  for (let round = 0; round < ${ROUNDS}; round += 1) {
    while (Date.now() < start + round * 20);
    const dataDir = process.argv[3] + '/' + round;
    keys.push(publicKeyPem(loadCheckpointKey({ checkpoints: {}, dataDir }).publicKey));
  }
  console.log(JSON.stringify(keys));
`;

const startProcess = async (start: number): Promise<readonly string[]> => {
  const key = compiled('src/evidence/checkpoints/checkpoint-key.ts');
  const args = ['--input-type=module', '-e', program, key, String(start), folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as readonly string[];
};

it('two processes that start at once with one folder sign with the same key', async () => {
  const start = Date.now() + 1_500;
  const [one, other] = await Promise.all([startProcess(start), startProcess(start)]);
  expect(one).toHaveLength(ROUNDS);
  expect(other).toEqual(one);
  for (const [round, key] of one.entries()) {
    const dataDir = join(folder, String(round));
    const kept = readFileSync(join(dataDir, 'checkpoint-key.pem'), 'utf8');
    expect(createPublicKey(kept).export({ format: 'pem', type: 'spki' })).toBe(key);
    expect(readFileSync(join(dataDir, 'checkpoint-key.pub.pem'), 'utf8')).toBe(key);
    expect(statSync(join(dataDir, 'checkpoint-key.pem')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toHaveLength(2);
  }
});
