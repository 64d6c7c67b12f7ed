import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runMatrix } from './matrix/matrix.js';
import { startTwoProvinces } from './matrix/start-two-provinces.js';

let started: Awaited<ReturnType<typeof startTwoProvinces>>;
beforeAll(async () => {
  started = await startTwoProvinces();
});
afterAll(async () => {
  await started.server.stop();
  rmSync(started.folder, { recursive: true, force: true });
});

it('everybody may what the rules allow, about their own office, and nothing else', async () => {
  const { cells, faults, statuses } = await runMatrix(started.server.url);
  expect(faults).toEqual([]);
  expect(cells).toBeGreaterThan(700);
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '401', '403', '404', '422']));
}, 60_000);
