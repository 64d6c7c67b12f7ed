/** Asks everything as everybody: `npm run matrix`. Exit code 1 when somebody may what the rules forbid, or may not what they allow. */
import 'reflect-metadata';
import { rmSync } from 'node:fs';
import { runMatrix } from './matrix.js';
import { startTwoProvinces } from './start-two-provinces.js';

const { server, folder } = await startTwoProvinces();
try {
  const { cells, operations, statuses, faults } = await runMatrix(server.url);
  for (const fault of faults) console.log(fault);
  console.log(`${cells} cells of ${operations} operations: ${JSON.stringify(statuses)}`);
  console.log(`${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
