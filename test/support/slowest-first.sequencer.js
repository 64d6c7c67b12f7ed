import { statSync } from 'node:fs';

/** The suites that take longest, in that order: one that begins last keeps a worker busy while the others have nothing left to do. */
const SLOW = [
  'test/static/lint.spec.ts',
  'test/web/every-state.spec.ts',
  'test/engines.spec.ts',
  'test/engines-audit.spec.ts',
  'test/takeover.spec.ts',
  'test/faults.spec.ts',
  'test/static/types.spec.ts',
  'test/web/nothing-lost.spec.ts',
  'test/web/days.spec.ts',
  'test/web/restart.spec.ts',
  'test/demo.spec.ts',
];

/** Jest knows how long a suite took on this machine; a fresh clone knows nothing, so the order is the same everywhere. */
export default class SlowestFirst {
  sort(tests) {
    const place = ({ path }) => {
      const at = SLOW.findIndex((slow) => path.endsWith(slow));
      return at < 0 ? SLOW.length : at;
    };
    const size = ({ path }) => statSync(path).size;
    return [...tests].sort((one, other) => place(one) - place(other) || size(other) - size(one));
  }

  cacheResults() {
    // The order does not depend on earlier runs.
  }
}
