/**
 * Every fault in turn, for the given time: `npm run faults -- --minutes 10`. Several processes with MONGODB_URL, else one;
 * then, for as long again, one process on a cluster.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { clusterFaults } from './cluster.js';
import { embeddedFaults } from './embedded.js';
import { figuresInWords } from './figures.js';
import { sharedFaults, type Outcome } from './shared.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const minutes = Number(values.minutes);
if (!(minutes >= 0)) {
  process.stderr.write(`--minutes must be a number, got ${values.minutes}\n`);
  process.exit(1);
}

const begun = performance.now();
const say = (line: string): void => {
  process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};
const mongoUrl = process.env['MONGODB_URL'];
console.log(
  mongoUrl === undefined
    ? 'One embedded process (SQLite, read models in memory); with MONGODB_URL it would be several.'
    : 'Two API processes and two projectors on the in-memory EventStoreDB of the tests and MONGODB_URL.',
);
const verdictOf = (what: string, { figures, breaches }: Outcome): void => {
  console.log(`\n${what}\n${figuresInWords(figures)}`);
  for (const breach of breaches) console.log(`BROKEN: ${breach}`);
  console.log(
    breaches.length === 0
      ? 'Every acknowledged command lies in the log once, nothing else does; invariants and chains hold; the read models are a replay’s.'
      : `${breaches.length} breaches.`,
  );
  if (breaches.length > 0) process.exitCode = 1;
};

verdictOf(
  'All of its faults',
  await (mongoUrl === undefined ? embeddedFaults(minutes, say) : sharedFaults(mongoUrl, minutes, say)),
);
console.log('\nOne process on a cluster of three stand-ins of EventStoreDB.');
for (const outcome of await clusterFaults(minutes, say)) verdictOf(outcome.name, outcome);
