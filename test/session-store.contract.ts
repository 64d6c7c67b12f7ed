import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionStore, StoredSession } from '../src/identity/session-store.js';

/** The contract of every session store. */
export const sessionStoreContract = (name: string, open: () => Promise<SessionStore>): void =>
  describe(`session store: ${name}`, () => {
    const now = Date.now();
    const session: StoredSession = {
      sub: 'somchai',
      sid: 'at-the-provider',
      sealed: 'sealed 0',
      version: 0,
      until: now + 1_000,
    };
    const next = (version: number): StoredSession => ({
      ...session,
      version,
      sealed: `sealed ${version}`,
      until: now + 2_000,
    });
    let store: SessionStore;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('gives back what was added, until it is over', async () => {
      expect(await store.find('a', now)).toBeUndefined();
      await store.add('a', session, now);
      await store.add('b', { ...session, sid: null }, now);
      expect(await store.find('a', now)).toEqual(session);
      expect(await store.find('b', now + 999)).toEqual({ ...session, sid: null });
      expect(await store.find('a', now + 1_000)).toBeUndefined();
    });

    it('replaces a version by the next, which may last longer', async () => {
      await store.add('a', session, now);
      expect(await store.replace('a', next(1))).toBe(true);
      expect(await store.find('a', now + 1_999)).toEqual(next(1));
      expect(await store.replace('a', next(2))).toBe(true);
      expect(await store.find('a', now)).toEqual(next(2));
    });

    it('of two replacements of one version keeps the first', async () => {
      await store.add('a', session, now);
      expect(await store.replace('a', next(1))).toBe(true);
      expect(await store.replace('a', { ...next(1), sealed: 'too late' })).toBe(false);
      expect(await store.replace('a', { ...next(3), sealed: 'too early' })).toBe(false);
      expect(await store.find('a', now)).toEqual(next(1));
    });

    it('never brings back a session that was ended, or that there never was', async () => {
      await store.add('a', session, now);
      await store.end('a');
      expect(await store.find('a', now)).toBeUndefined();
      expect(await store.replace('a', next(1))).toBe(false);
      expect(await store.replace('nobody', next(1))).toBe(false);
      expect(await store.find('a', now)).toBeUndefined();
      expect(await store.find('nobody', now)).toBeUndefined();
      await store.end('a');
    });

    it('ends every session of a person, or of a session at the provider', async () => {
      const others = { ...session, sub: 'somsri', sid: 'another' };
      await store.add('a', session, now);
      await store.add('b', { ...session, sid: 'on-the-phone' }, now);
      await store.add('c', others, now);
      expect(await store.endAll({ sid: 'on-the-phone' })).toEqual(['b']);
      expect(await store.find('a', now)).toEqual(session);
      await store.add('d', { ...session, sid: null }, now);
      expect([...(await store.endAll({ sub: 'somchai' }))].sort()).toEqual(['a', 'd']);
      expect(await store.endAll({ sub: 'somchai' })).toEqual([]);
      expect(await store.replace('a', next(1))).toBe(false);
      expect(await store.find('c', now)).toEqual(others);
    });
  });
