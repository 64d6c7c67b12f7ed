import { describe, expect, it } from '@jest/globals';
import { lookAfter, type Look } from './look.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);
const after = (...looks: readonly (readonly [revision: string, minutes: number])[]): Look | undefined =>
  looks.reduce<Look | undefined>(
    (kept, [revision, minutes]) => lookAfter(kept, revision, at(minutes)),
    undefined,
  );

describe('what a person has seen before', () => {
  it('is nothing at the first look', () => {
    expect(after(['3', 0])?.before).toBeUndefined();
  });

  it('stays through a sitting, however often the page is loaded', () => {
    expect(after(['3', 0], ['5', 600], ['5', 601], ['7', 625])?.before).toMatchObject({ revision: '3' });
    // In a first sitting, the first look counts.
    expect(after(['3', 0], ['5', 5], ['5', 6])?.before).toMatchObject({ revision: '3' });
  });

  it('is the end of the last sitting at the next one', () => {
    expect(after(['3', 0], ['5', 600], ['7', 610], ['9', 700])?.before).toMatchObject({ revision: '7' });
  });
});
