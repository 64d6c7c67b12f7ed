import { uptime } from 'node:os';
import { WritingStopped } from './guarded-event-store.js';

/**
 * How far two clocks of the system may differ. An event that is dated further ahead than this is misdated: see `instants`.
 * Milliseconds. Clocks that are set over the network differ by far less; a wrong time zone differs by an hour or more.
 */
export const CLOCK_TOLERANCE = 30 * 60 * 1000;

export interface Clocks {
  /** The time of day, milliseconds since 1970. It jumps when the clock is set. */
  readonly wall: () => number;
  /** Milliseconds since a fixed moment. It never jumps, and goes on while the machine sleeps. */
  readonly steady: () => number;
}

const machine: Clocks = { wall: () => Date.now(), steady: () => uptime() * 1000 };

/**
 * Notices that the time of day jumped ahead while this process runs. An event with such a time would make each instant before it
 * incomplete. A clock that was wrong before the start, and goes evenly since, cannot be noticed here.
 * @param onJump called once for each jump
 * @returns why nothing may be written now; undefined while the clock goes evenly
 */
export const clockGuard = (
  onJump: (stopped: WritingStopped) => void,
  clocks: Clocks = machine,
): (() => WritingStopped | undefined) => {
  const begun = clocks.wall() - clocks.steady();
  let stopped: WritingStopped | undefined;
  return () => {
    const ahead = clocks.wall() - clocks.steady() - begun;
    if (ahead <= CLOCK_TOLERANCE) return (stopped = undefined);
    if (stopped) return stopped;
    stopped = new WritingStopped(
      'clock',
      `the clock of this machine jumped ahead by ${Math.round(ahead / 60_000)} minutes: set it right; if it is right now, start again`,
    );
    onJump(stopped);
    return stopped;
  };
};
