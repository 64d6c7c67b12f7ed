/** Longest that costly work keeps the process before others have their turn, milliseconds. A step that cannot be cut may take longer. */
const SLICE_MS = 8;

const waiting: (() => void)[] = [];
let isServing = false;

const serveOne = (): void => {
  waiting.shift()?.();
  isServing = waiting.length > 0;
  if (isServing) setImmediate(serveOne);
};

/**
 * Resolves in a later turn of the event loop, for one waiter a turn: however many people ask for something costly at once, a short request
 * waits for one slice of it, not for one of each.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (isServing) return;
    isServing = true;
    setImmediate(serveOne);
  });

/** Cuts one piece of costly work into slices: it asks after each step, and goes on at once while its slice lasts. */
export class Slices {
  private until = performance.now() + SLICE_MS;

  /** Begins in a turn of its own. */
  static async begin(): Promise<Slices> {
    await nextTurn();
    return new Slices();
  }

  async step(): Promise<void> {
    if (performance.now() < this.until) return;
    await nextTurn();
    this.until = performance.now() + SLICE_MS;
  }
}
