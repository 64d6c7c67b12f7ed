/** The real server with a clock that goes back by half an hour at every SIGUSR2. */
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
// The writer of a file that may not grow gets an error. Without this handler Node would exit.
process.on('SIGXFSZ', () => undefined);
process.on('SIGUSR2', () => (behind += 30 * 60 * 1000));
await import('../../src/main.js');

process.stdin.on('end', () => process.exit()).resume();
