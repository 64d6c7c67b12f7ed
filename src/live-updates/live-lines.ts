import { Injectable } from '@nestjs/common';
import { catchError, exhaustMap, filter, interval, map, merge, of, take, timer, type Observable } from 'rxjs';
import type { Credential } from '../identity/credential-strategy.js';
import { IdentityClock } from '../identity/identity-clock.js';
import type { Person } from '../identity/person.js';
import { sessionKey } from '../identity/session.js';
import { Sessions } from '../identity/sessions.js';
import { problems } from '../problems/catalogue.js';

/** The most live connections of one person at one process: open tabs on all computers. */
export const MOST_LINES = 20;
/** Another process may have ended the session, so each connection checks its own session. Milliseconds. */
const LOOK_EVERY = 20_000;
/** The wait is limited to a day, since a timer cannot wait for an unlimited time. */
const LONGEST_TIMER = 24 * 3600 * 1000;

/** Limits how many live connections a person may open, and how long each may last. */
@Injectable()
export class LiveLines {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly sessions: Sessions,
    private readonly clock: IdentityClock,
  ) {}

  /**
   * Counts a connection. Call the returned function when the connection closes.
   * @throws Problem `too-many-requests`
   */
  open({ actor: { sub } }: Person): () => void {
    const count = this.counts.get(sub) ?? 0;
    if (count >= MOST_LINES) throw problems.tooManyRequests(LOOK_EVERY / 1000);
    this.counts.set(sub, count + 1);
    return () => {
      const left = (this.counts.get(sub) ?? 0) - 1;
      if (left > 0) this.counts.set(sub, left);
      else this.counts.delete(sub);
    };
  }

  /** Emits once when the credential that opened the connection is no longer valid. */
  over(credential: Credential): Observable<unknown> {
    if ('until' in credential) {
      return timer(Math.min(credential.until * 1000 - this.clock.now().getTime(), LONGEST_TIMER));
    }
    const { sessionId } = credential;
    const key = sessionKey(sessionId);
    const endedHere = this.sessions.ended.pipe(filter((ended) => ended === key));
    const gone = interval(LOOK_EVERY).pipe(
      exhaustMap(() => this.sessions.goesOn(sessionId)),
      filter((goesOn) => !goesOn),
      // When the session cannot be checked, the connection ends. The browser reconnects, and the access guard checks it again.
      catchError(() => of(false)),
    );
    return merge(endedHere, gone).pipe(
      take(1),
      map(() => undefined),
    );
  }
}
