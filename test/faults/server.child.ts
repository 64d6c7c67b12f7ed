/** The real server under a clock that steps back by half an hour at every SIGUSR2. */
let behind = 0;
const TrueDate = Date;

class SteppingDate extends TrueDate {
  constructor(...parts: [] | [number | string | Date]) {
    super(...((parts.length === 0 ? [SteppingDate.now()] : parts) as [number]));
  }
  static override now(): number {
    return TrueDate.now() - behind;
  }
}

globalThis.Date = SteppingDate as DateConstructor;
// A file that may not grow tells its writer so; Node would otherwise end with it.
process.on('SIGXFSZ', () => undefined);
process.on('SIGUSR2', () => (behind += 30 * 60 * 1000));
await import('../../src/main.js');

process.stdin.on('end', () => process.exit()).resume();
