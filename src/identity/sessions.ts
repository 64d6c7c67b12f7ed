import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { Actor } from '../events/actor.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { IdentityClock } from './identity-clock.js';
import { IdentityProvider, type SignedIn } from './identity-provider.js';
import { Persons } from './persons.js';
import { ProviderFault, ProviderRefusal } from './provider-fault.js';
import {
  beginSession,
  CHECK_AGAIN_AFTER,
  endOf,
  newSessionId,
  renewSession,
  sealSession,
  sessionKey,
  TOUCH_EVERY,
  unsealSession,
  type Session,
} from './session.js';
import { SessionStore, type StoredSession, type WhoseSessions } from './session-store.js';

/** A session that was found: its record in the store, and its content. */
interface Found {
  readonly id: string;
  readonly stored: StoredSession;
  readonly session: Session;
}

/** The sessions of signed-in people. Most requests only read: use is recorded every few minutes, and the provider is asked every ten. */
@Injectable()
export class Sessions implements OnApplicationShutdown {
  private readonly logger = new Logger(Sessions.name);
  private readonly endings = new Subject<string>();
  /** Keys of sessions that this process ended. */
  readonly ended: Observable<string> = this.endings;

  constructor(
    private readonly store: SessionStore,
    private readonly identityProvider: IdentityProvider,
    private readonly persons: Persons,
    private readonly clock: IdentityClock,
  ) {}

  /** @returns the new session's id, the cookie's value. */
  async begin(actor: Actor, signedIn: SignedIn): Promise<string> {
    const id = newSessionId();
    const now = this.now();
    const session = beginSession(actor, signedIn, now);
    const sid = signedIn.claims['sid'];
    const stored = {
      sub: actor.sub,
      sid: typeof sid === 'string' ? sid : null,
      sealed: await sealSession(id, session),
      version: 0,
      until: endOf(session, now),
    };
    await this.store.add(sessionKey(id), stored, now);
    return id;
  }

  /**
   * Returns the session's actor and records the use. Undefined when the session has expired, was ended, or the provider refuses the person.
   */
  async use(id: string): Promise<Actor | undefined> {
    const found = await this.checked(id);
    if (found) await this.touch(found);
    return found?.session.actor;
  }

  /** Whether the session is still valid. This check does not extend it. */
  async goesOn(id: string): Promise<boolean> {
    return (await this.checked(id)) !== undefined;
  }

  /** @returns the session that was ended. */
  async end(id: string): Promise<Session | undefined> {
    const found = await this.find(id);
    await this.store.end(sessionKey(id));
    this.endings.next(sessionKey(id));
    return found?.session;
  }

  async endAll(whose: WhoseSessions): Promise<void> {
    for (const key of await this.store.endAll(whose)) this.endings.next(key);
  }

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }

  private async find(id: string): Promise<Found | undefined> {
    const now = this.now();
    const stored = await this.store.find(sessionKey(id), now);
    const session = stored && (await unsealSession(id, stored, now));
    return session && { id, stored, session };
  }

  private async checked(id: string): Promise<Found | undefined> {
    const found = await this.find(id);
    if (!found || this.now() < found.session.checkAt) return found;
    const { refreshToken } = found.session;
    if (refreshToken === undefined) {
      await this.end(id);
      return undefined;
    }
    // Several processes can see that the check is due. Only the one that makes this claim asks, since a refresh token may work only once.
    const claim = { ...found.session, checkAt: this.now() + CHECK_AGAIN_AFTER };
    const claimed = await this.replace(found, claim);
    return claimed ? this.check(claimed, refreshToken) : this.find(id);
  }

  private async check(found: Found, refreshToken: string): Promise<Found | undefined> {
    const { session, id } = found;
    try {
      const signedIn = await this.identityProvider.signedInStill(session.actor.sub, {
        idToken: session.idToken,
        refreshToken,
      });
      const { actor } = await this.persons.confirmed(signedIn.claims);
      if (actor.sub !== session.actor.sub) throw problems.noAccess();
      const checked = renewSession(session, actor, signedIn, this.now());
      return (await this.replace(found, checked)) ?? (await this.find(id));
    } catch (error) {
      if (error instanceof ProviderRefusal || error instanceof Problem) {
        this.logger.log(`a session ended at the provider's word: ${error.message}`);
        await this.end(id);
        await this.persons.refused(session.actor.sub);
        return undefined;
      }
      if (!(error instanceof ProviderFault)) throw error;
      // An unavailable provider must not sign people out. The session is checked again within minutes.
      this.logger.warn(`a session could not be checked: ${error.message}`);
      return found;
    }
  }

  private async touch(found: Found): Promise<void> {
    const until = endOf(found.session, this.now());
    if (until - found.stored.until < TOUCH_EVERY) return;
    await this.replace(found, found.session, until);
  }

  /** The next version. Undefined when another request replaced the session first or ended it. */
  private async replace(
    { id, stored }: Found,
    session: Session,
    until = stored.until,
  ): Promise<Found | undefined> {
    const sealed = await sealSession(id, session);
    const next = { ...stored, sealed, version: stored.version + 1, until };
    return (await this.store.replace(sessionKey(id), next)) ? { id, stored: next, session } : undefined;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
