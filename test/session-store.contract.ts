import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import { sessionLifetime } from '../src/identity/session-store.js';

/** The contract of every session store. `open` gets the time of day, milliseconds. */
export const sessionStoreContract = (
  name: string,
  open: (now: () => number) => Promise<{ store: SessionStore; close: () => Promise<void> }>,
): void =>
  describe(`session store: ${name}`, () => {
    const begun = Date.now();
    let now: number;
    let store: SessionStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      now = begun;
      ({ store, close } = await open(() => now));
    });
    afterEach(() => close());

    const session = (returnTo: string) => ({ cookie: { originalMaxAge: 1 }, returnTo }) as unknown as Session;
    const set = (id: string, value: Session) => promisify(store.set.bind(store))(id, value);
    const get = (id: string) => promisify(store.get.bind(store))(id);
    const destroy = (id: string) => promisify(store.destroy.bind(store))(id);

    it('returns what was set last', async () => {
      expect(await get('nobody')).toBeNull();
      await set('a', session('/1'));
      await set('b', session('/2'));
      await set('a', session('/3'));
      expect(await get('a')).toEqual(session('/3'));
      expect(await get('b')).toEqual(session('/2'));
    });

    it('forgets a session at sign-out', async () => {
      await set('a', session('/'));
      await destroy('a');
      expect(await get('a')).toBeNull();
      await destroy('a');
    });

    it('a session without use for its lifetime is over, a used one is not', async () => {
      await set('a', session('/'));
      await set('b', session('/'));
      now += sessionLifetime - 1;
      expect(await get('a')).toEqual(session('/'));
      await set('b', session('/'));
      now += 1;
      expect(await get('a')).toBeNull();
      expect(await get('b')).toEqual(session('/'));
    });
  });
