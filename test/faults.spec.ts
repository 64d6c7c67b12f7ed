import { expect, it } from '@jest/globals';
import { embeddedFaults } from './faults/embedded.js';
import { figuresInWords } from './faults/figures.js';
import { sharedFaults, type Outcome } from './faults/shared.js';
import { ENOUGH } from './faults/trouble.js';
import { describeEngine } from './support/engine.js';

/** Each fault once. `npm run faults -- --minutes 10` runs longer. */
const ONCE = 0;
const quietly = () => undefined;

const tell = (what: string, { figures, breaches }: Outcome): void => {
  process.stderr.write(`Faults, ${what}\n${figuresInWords(figures)}\n`);
  expect(figures.commands).toBeGreaterThanOrEqual(ENOUGH);
  expect(breaches).toEqual([]);
};

it('one process keeps what it acknowledged, once, through kills, a full disk and a clock that goes back', async () => {
  tell('one embedded process: SQLite, read models in memory', await embeddedFaults(ONCE, quietly));
}, 180_000);

describeEngine('Processes that are killed, put to sleep and cut off', 'MONGODB_URL', (url) => {
  it('together keep what they acknowledged, once, and serve the read models of a replay', async () => {
    const what = 'two API processes and two projectors: the in-memory EventStoreDB of the tests, MONGODB_URL';
    tell(what, await sharedFaults(url, ONCE, quietly));
  }, 300_000);
});
