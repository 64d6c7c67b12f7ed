import { describe, expect, it } from '@jest/globals';
import { outliersIn } from '../src/lists/outliers.js';
import { understandWords } from '../src/history/trail-words.js';

const counts = (...numbers: readonly number[]) => numbers.map((number) => new Map([['row', number]]));

describe('a count unlike the others', () => {
  const own = (number: number) => new Map([['row', number]]);

  it('is more than ten times the median of at least five offices, or less than a tenth', () => {
    const others = counts(80, 90, 100, 110, 120, 5_000);
    expect(outliersIn(own(1_050), others)).toEqual([]);
    expect(outliersIn(own(1_051), others)).toEqual([{ rowId: 'row', count: 1_051, median: 105, offices: 6 }]);
    expect(outliersIn(own(11), others)).toEqual([]);
    expect(outliersIn(own(10), others)).toHaveLength(1);
    expect(outliersIn(own(10), others.slice(0, 4))).toEqual([]);
  });

  it('among zeros only a number above ten is', () => {
    const zeros = counts(0, 0, 0, 0, 0);
    expect(outliersIn(own(0), zeros)).toHaveLength(0);
    expect(outliersIn(own(10), zeros)).toEqual([]);
    expect(outliersIn(own(11), zeros)).toHaveLength(1);
  });
});

describe('the words of a search', () => {
  const nothing = { service: [], lao: [], person: [] };

  it('of one kind name one thing together, and each is of the first kind that it fits', () => {
    expect(
      understandWords([
        { ...nothing, word: 'สมชาย', person: ['a', 'b'] },
        { ...nothing, word: 'ใจดี', person: ['b', 'c'] },
        { ...nothing, word: 'บาง', lao: ['L'], service: ['s'] },
        { ...nothing, word: '?' },
      ]),
    ).toEqual([
      { kind: 'person', words: ['สมชาย', 'ใจดี'], ids: ['b'] },
      { kind: 'service', words: ['บาง'], ids: ['s'] },
      { kind: 'nothing', words: ['?'], ids: [] },
    ]);
  });
});
