import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredToken, TokenStore } from '../src/access-tokens/token-store.js';

/** The contract of every store of personal tokens. */
export const tokenStoreContract = (name: string, open: () => Promise<TokenStore>): void =>
  describe(`token store: ${name}`, () => {
    const now = Date.now();
    const token = (id: string, changes: Partial<StoredToken> = {}): StoredToken => ({
      id,
      hash: `hash of ${id}`,
      actor: { sub: 'somchai', role: 'province', provinceCode: '12' },
      name: 'Power BI ของสำนัก',
      createdAt: now,
      expiresAt: now + 1_000,
      lastUsedAt: null,
      resting: false,
      ...changes,
    });
    const others = token('c', { actor: { sub: 'somsri', role: 'auditor' } });
    let store: TokenStore;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('finds what was added by its hash, until it expires', async () => {
      await store.add(token('a'));
      expect(await store.find('hash of a', now + 999)).toEqual(token('a'));
      expect(await store.find('hash of a', now + 1_000)).toBeUndefined();
      expect(await store.find('a', now)).toBeUndefined();
    });

    it('lists the tokens of one person, newest first', async () => {
      const newer = token('b', { createdAt: now + 1 });
      const expired = token('d', { expiresAt: now });
      for (const each of [expired, token('a'), newer, others]) await store.add(each);
      expect(await store.list('somchai', now)).toEqual([newer, token('a')]);
      expect(await store.list('somsri', now)).toEqual([others]);
      expect(await store.list('nobody', now)).toEqual([]);
    });

    it('revokes a token of the person alone, once and for good', async () => {
      await store.add(token('a'));
      expect(await store.revoke('somsri', 'a')).toBe(false);
      expect(await store.find('hash of a', now)).toEqual(token('a'));
      expect(await store.revoke('somchai', 'a')).toBe(true);
      expect(await store.revoke('somchai', 'a')).toBe(false);
      await store.used('a', now);
      await store.confirm(token('a').actor);
      expect(await store.find('hash of a', now)).toBeUndefined();
      expect(await store.list('somchai', now)).toEqual([]);
    });

    it('notes the last use, also when notes arrive in another order', async () => {
      await store.add(token('a'));
      await store.used('a', now + 2);
      await store.used('a', now + 1);
      expect(await store.find('hash of a', now)).toEqual(token('a', { lastUsedAt: now + 2 }));
    });

    it('puts a person’s tokens to rest, and wakes them with the role that the person has then', async () => {
      for (const each of [token('a'), token('b'), others]) await store.add(each);
      await store.rest('somchai');
      expect(await store.find('hash of b', now)).toEqual(token('b', { resting: true }));
      expect(await store.find('hash of c', now)).toEqual(others);
      const actor = { sub: 'somchai', role: 'lao', laoCode: '03120102' } as const;
      await store.confirm(actor);
      expect(await store.find('hash of a', now)).toEqual(token('a', { actor }));
      expect(await store.find('hash of c', now)).toEqual(others);
    });
  });
