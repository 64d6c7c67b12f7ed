import { Injectable } from '@nestjs/common';
import { catchError, exhaustMap, filter, interval, map, merge, of, take, timer, type Observable } from 'rxjs';
import type { Credential } from '../identity/credential-strategy.js';
import { IdentityClock } from '../identity/identity-clock.js';
import type { Person } from '../identity/person.js';
import { sessionKey } from '../identity/session.js';
import { Sessions } from '../identity/sessions.js';
import { problems } from '../problems/catalogue.js';

/** Open tabs and computers of one person at one process. */
export const MOST_LINES = 20;
/** Another process may have ended the session: each line looks after itself. Milliseconds. */
const LOOK_EVERY = 20_000;
/** What a timer can wait for. */
const LONGEST_TIMER = 24 * 3600 * 1000;

/** Which browsers listen, and how long each may. */
@Injectable()
export class LiveLines {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly sessions: Sessions,
    private readonly clock: IdentityClock,
  ) {}

  /** Counts a line; call what it returns when the line is closed. @throws Problem `too-many-requests` */
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

  /** Emits once when what the line was opened with is good no longer. */
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
      // A session that cannot be looked at ends the line. The browser opens it again, and is let in or not.
      catchError(() => of(false)),
    );
    return merge(endedHere, gone).pipe(
      take(1),
      map(() => undefined),
    );
  }
}
