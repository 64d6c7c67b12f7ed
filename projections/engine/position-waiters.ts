interface Waiter {
  readonly position: bigint;
  readonly answer: (passed: boolean) => void;
}

/** Requests that wait until the read models have passed a position. */
export class PositionWaiters {
  private readonly waiting = new Set<Waiter>();

  wait(position: bigint, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (passed: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(passed);
      };
      const waiter = { position, answer };
      const timer = setTimeout(answer, timeoutMs, false);
      this.waiting.add(waiter);
    });
  }

  get some(): boolean {
    return this.waiting.size > 0;
  }

  passed(position: bigint | undefined): void {
    if (position === undefined) return;
    for (const waiter of [...this.waiting]) if (waiter.position <= position) waiter.answer(true);
  }

  giveUp(): void {
    for (const waiter of [...this.waiting]) waiter.answer(false);
  }
}
