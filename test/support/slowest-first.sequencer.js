import { statSync } from 'node:fs';

/** The slowest suites, in this order. A slow suite that begins last keeps one worker busy while the other is idle. */
const SLOW = [
  'test/static/lint.spec.ts',
  'test/web/every-state.spec.ts',
  'test/engines.spec.ts',
  'test/engines-audit.spec.ts',
  'test/takeover.spec.ts',
  'test/faults.spec.ts',
  'test/web/nothing-lost.spec.ts',
  'test/web/days.spec.ts',
  'test/web/restart.spec.ts',
  'test/demo.spec.ts',
];

/** Jest remembers durations on this machine only. This list gives a fresh clone the same order. */
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
