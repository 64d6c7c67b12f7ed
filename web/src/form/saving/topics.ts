/** Who listens to what; a change wakes only the listeners of its topic. */
export class Topics {
  private readonly listeners = new Map<string, Set<() => void>>();

  subscribe(topic: string, listener: () => void): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  wake(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}
