import { describe, it } from '@jest/globals';

/** Runs a suite that needs a real server, named by its URL; without one the suite is counted as skipped and says so aloud. */
export const describeEngine = (engine: string, variable: string, suite: (url: string) => void): void => {
  const url = process.env[variable];
  if (url) {
    suite(url);
    return;
  }
  process.stderr.write(`${engine}: its suite did NOT run, since ${variable} names no server\n`);
  describe(engine, () => {
    it.skip(`did not run: ${variable} names no server`, () => undefined);
  });
};
