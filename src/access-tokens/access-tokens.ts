import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../basics/clock.js';
import { keptText } from '../basics/text.js';
import type { Actor } from '../events/actor.js';
import type { Access } from '../identity/credential-strategy.js';
import { PersonalTokens } from '../identity/personal-tokens.js';
import { problems } from '../problems/catalogue.js';
import { TokenStore, type StoredToken } from './token-store.js';

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const MAX_TOKEN_NAME = 100;
/** One for each program and machine is enough. */
export const MAX_TOKENS = 20;
/** A use is noted at most this often, so most requests write nothing. Milliseconds. */
const NOTE_USE_EVERY = MINUTE;

/** A token that was just made. `secret` is shown once: the store has only its hash. */
export interface NewToken {
  readonly token: StoredToken;
  readonly secret: string;
}

/** The tokens that people make so that their programs can read results. */
@Injectable()
export class AccessTokens extends PersonalTokens implements OnApplicationShutdown {
  private readonly logger = new Logger('AccessTokens');

  constructor(
    private readonly store: TokenStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** @throws Problem `invalid-name`, `too-many-tokens` */
  async make(actor: Actor, rawName: unknown, days: number): Promise<NewToken> {
    const { text: name, problem } = keptText(rawName, MAX_TOKEN_NAME);
    if (name === undefined) throw problems.invalidName(problem, MAX_TOKEN_NAME);
    if ((await this.list(actor.sub)).length >= MAX_TOKENS) throw problems.tooManyTokens(MAX_TOKENS);
    const secret = `esv_${randomBytes(32).toString('base64url')}`;
    const createdAt = this.now();
    const token = {
      id: randomUUID(),
      hash: hashOf(secret),
      actor,
      name,
      createdAt,
      expiresAt: createdAt + days * DAY,
      lastUsedAt: null,
      resting: false,
    };
    await this.store.add(token);
    this.logger.log({ message: 'a personal token was made', token: token.id, sub: actor.sub });
    return { token, secret };
  }

  list(sub: string): Promise<readonly StoredToken[]> {
    return this.store.list(sub, this.now());
  }

  /** @throws Problem `unknown-token` */
  async revoke(sub: string, id: string): Promise<void> {
    if (!(await this.store.revoke(sub, id))) throw problems.unknownToken(id);
    this.logger.log({ message: 'a personal token was revoked', token: id, sub });
  }

  /** The store is asked each time, and nothing is kept here: a revoked token is refused at once, by every process. */
  override async accessOf(secret: string): Promise<Access> {
    const now = this.now();
    const token = await this.store.find(hashOf(secret), now);
    if (token === undefined) throw problems.invalidToken();
    if (token.resting) throw problems.tokenResting();
    if (token.lastUsedAt === null || now - token.lastUsedAt >= NOTE_USE_EVERY) {
      await this.store.used(token.id, now);
    }
    return {
      person: { actor: token.actor },
      credential: { until: Math.floor(token.expiresAt / 1000), personal: true },
    };
  }

  override confirmed(actor: Actor): Promise<void> {
    return this.store.confirm(actor);
  }

  override refused(sub: string): Promise<void> {
    return this.store.rest(sub);
  }

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** A token has 256 random bits, so it cannot be guessed from a plain hash. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
