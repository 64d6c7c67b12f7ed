/**
 * The real server, as it is built, with a clock that goes back by half an hour at every SIGUSR2. It is killed and started
 * often: compiling its sources each time would take longer than the rest of its start.
 */
import { compiled } from '../support/compiled.js';

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
await import(compiled('src/main.ts'));

process.stdin.on('end', () => process.exit()).resume();
