import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { filter, map, ReplaySubject, Subject, type Observable } from 'rxjs';
import type { Actor } from '../events/actor.js';
import { isNational } from '../identity/policy.js';
import type { RecordedDomainEvent } from '../events/domain-event.js';
import { provinceOf } from '../events/streams.js';

/** A change that a list or form may be showing. It names what changed and holds no answers; the browser requests those itself. */
export interface Change {
  readonly fiscalYear: number;
  readonly laoCode: string | null;
  readonly provinceCode: string | null;
  readonly type: RecordedDomainEvent['type'];
  readonly position: string;
}

/** Sends browsers the changes that the read models have just applied. */
@Injectable()
export class LiveUpdates implements BeforeApplicationShutdown {
  private readonly changes = new Subject<Change>();
  private readonly ended = new ReplaySubject<void>(1);
  /** Ends every live connection. A shutdown waits for all open responses, and a live connection would never end by itself. */
  readonly closing: Observable<void> = this.ended;

  beforeApplicationShutdown(): void {
    this.ended.next();
  }

  /** Whether any browser is connected. */
  get listened(): boolean {
    return this.changes.observed;
  }

  announce(events: readonly RecordedDomainEvent[]): void {
    if (!this.listened) return;
    for (const event of events) {
      // A save records all its answers before its AspectSaved. Browsers then get one change, not twenty.
      if (event.type === 'AnswerRecorded') continue;
      const change = this.changeOf(event);
      if (change) this.changes.next(change);
    }
  }

  /** The changes within the actor's scope. */
  visibleTo(actor: Actor): Observable<{ readonly type: string; readonly data: Change }> {
    return this.changes.pipe(
      filter((change) => isVisible(actor, change)),
      map((data) => ({ type: 'changed', data })),
    );
  }

  /** Events about reading, erased names and new versions change no open form or list, so they are not announced. */
  private changeOf({ subject, type, position, data }: RecordedDomainEvent): Change | undefined {
    if (!('fiscalYear' in subject)) return undefined;
    const laoCode = subject.category === 'survey' ? subject.laoCode : 'laoCode' in data ? data.laoCode : null;
    const provinceCode =
      subject.category === 'province' ? subject.provinceCode : laoCode === null ? null : provinceOf(laoCode);
    return { fiscalYear: subject.fiscalYear, laoCode, provinceCode, type, position: position.toString() };
  }
}

const isVisible = (actor: Actor, change: Change): boolean => {
  if (isNational(actor) || change.provinceCode === null) return true;
  if (actor.role === 'lao') return change.laoCode === actor.laoCode;
  return change.provinceCode === actor.provinceCode;
};
