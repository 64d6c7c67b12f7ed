import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from './figures.js';

type Broken = string | undefined | void;

/** One kind of fault. `kill` counts apart. */
export interface Fault {
  readonly name: string;
  readonly kind: 'kill' | 'other';
  /** @returns what was broken while it lasted, in words. */
  strike(): Broken | Promise<Broken>;
}

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => [Math.random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);

/** Acknowledged commands. Fewer would prove little, and a busy machine takes longer for them. */
export const ENOUGH = 100;

/** Plays every fault once in random order, then all of them again, until the time is over. Each round is finished, and the load goes on until enough commands are acknowledged. */
export const trouble = async (
  faults: readonly Fault[],
  {
    minutes,
    figures,
    say,
  }: { readonly minutes: number; readonly figures: Figures; readonly say: (line: string) => void },
): Promise<void> => {
  const until = performance.now() + minutes * 60_000;
  do {
    for (const fault of shuffled(faults)) {
      await pause(500 + Math.random() * 2_000);
      say(fault.name);
      await fault.strike();
      if (fault.kind === 'kill') figures.kills += 1;
      else figures.otherFaults += 1;
    }
  } while (performance.now() < until);
  while (figures.commands < ENOUGH) await pause(100);
  await pause(1_000);
};
