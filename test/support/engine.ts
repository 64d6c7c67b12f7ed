import { randomUUID } from 'node:crypto';
import { describe, it } from '@jest/globals';

/** Runs a suite that needs a real server, named by its URL. Without a URL the suite counts as skipped and says so. */
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

/** A database of this run's own on the server of the URL. */
export const ownDatabase = (url: string): string => {
  const [, server, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(url)!;
  return `${server}/eservice_test_${randomUUID().slice(0, 8)}${options}`;
};
