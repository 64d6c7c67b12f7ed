import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';

/** A working day: a session nobody uses for longer is over. */
export const sessionLifetime = 8 * 60 * 60 * 1000;

type Done = (error?: unknown) => void;

/** Sessions of one process. Several processes need a store they share: pass another `SessionStore` to `createApplication`. */
export class MemorySessionStore implements SessionStore {
  private readonly sessions = new Map<string, { readonly json: string; readonly until: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  set(id: string, session: Session, done: Done): void {
    this.sessions.delete(id);
    this.sessions.set(id, { json: JSON.stringify(session), until: this.now() + sessionLifetime });
    this.forgetExpired();
    done();
  }

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    const found = this.sessions.get(id);
    done(null, found && found.until > this.now() ? (JSON.parse(found.json) as Session) : null);
  }

  destroy(id: string, done: Done): void {
    this.sessions.delete(id);
    done();
  }

  /** Insertion order is the order of expiry, since a set moves a session to the end. */
  private forgetExpired(): void {
    for (const [id, { until }] of this.sessions) {
      if (until > this.now()) return;
      this.sessions.delete(id);
    }
  }
}
