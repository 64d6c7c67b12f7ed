import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { People } from '../src/people/people.js';

const [first, later] = ['2022-11-07T02:00:00.000Z', '2022-11-08T02:00:00.000Z'];

/** The contract of every register of names. */
export const peopleContract = (name: string, open: () => Promise<People>): void =>
  describe(`people: ${name}`, () => {
    let people: People;

    beforeEach(async () => {
      people = await open();
    });
    afterEach(() => people.close());

    it('remembers the name of a sign-in, and the newest of them', async () => {
      await people.remember('a', 'สมชาย ใจดี', first);
      await people.remember('a', 'สมชาย ใจดี', later);
      expect(await people.kept('a')).toEqual({
        sub: 'a',
        name: 'สมชาย ใจดี',
        source: 'sign-in',
        since: first,
      });
      await people.remember('a', 'สมชาย รักดี', later);
      expect(await people.kept('a')).toEqual({
        sub: 'a',
        name: 'สมชาย รักดี',
        source: 'sign-in',
        since: later,
      });
      expect(await people.kept('b')).toBeUndefined();
    });

    it('looks up many names at once, those that it has', async () => {
      await people.remember('a', 'ก', first);
      await people.remember('b', 'ข', first);
      await people.erase('b', later, 0n);
      expect(await people.namesOf(['a', 'b', 'c', 'a'])).toEqual(new Map([['a', 'ก']]));
      expect(await people.namesOf([])).toEqual(new Map());
    });

    it('finds by the whole subject or part of the name, literally, by subject', async () => {
      await people.remember('lao.2', 'Somchai ใจดี', first);
      await people.remember('lao.1', 'somsri (กองคลัง)', first);
      await people.remember('lao.3', 'อื่น', first);
      const found = async (text: string, limit = 10) =>
        (await people.find(text, limit)).map(({ sub }) => sub);
      expect(await found('SOM')).toEqual(['lao.1', 'lao.2']);
      expect(await found('som', 1)).toEqual(['lao.1']);
      expect(await found('(กอง')).toEqual(['lao.1']);
      expect(await found('lao.3')).toEqual(['lao.3']);
      expect(await found('lao')).toEqual([]);
      expect(await found('.*')).toEqual([]);
    });

    it('keeps a correction, whatever the next sign-in says', async () => {
      await people.remember('a', 'สมชาย', first);
      await people.correct('a', 'สมชัย', later, 0n);
      await people.remember('a', 'สมชาย', later);
      expect(await people.kept('a')).toEqual({ sub: 'a', name: 'สมชัย', source: 'correction', since: later });
    });

    it('forgets an erased person, at the next sign-in too, until an administrator brings the name back', async () => {
      await people.remember('a', 'สมชาย', first);
      await people.erase('a', later, 0n);
      await people.remember('a', 'สมชาย', later);
      expect(await people.kept('a')).toEqual({ sub: 'a', name: null, source: 'erased', since: later });
      expect(await people.find('สมชาย', 10)).toEqual([]);
      await people.correct('a', 'สมชาย', later, 1n);
      expect(await people.namesOf(['a'])).toEqual(new Map([['a', 'สมชาย']]));
    });

    it('carries out each act once, and none after a newer one', async () => {
      await people.remember('a', 'สมชาย', first);
      expect(await people.correct('a', 'สมชัย', later, 3n)).toBe('kept');
      expect(await people.correct('a', 'สมชัย', later, 3n)).toBe('kept');
      expect(await people.correct('a', 'สมหมาย', later, 3n)).toBe('other-name');
      expect(await people.kept('a')).toMatchObject({ name: 'สมชัย' });
      await people.erase('a', first, 2n);
      expect(await people.kept('a')).toMatchObject({ name: 'สมชัย' });
      await people.erase('a', later, 4n);
      expect(await people.correct('a', 'สมชัย', later, 3n)).toBe('kept');
      expect(await people.kept('a')).toEqual({ sub: 'a', name: null, source: 'erased', since: later });
    });
  });
