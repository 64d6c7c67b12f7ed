import { describe, expect, it } from '@jest/globals';
import { th as problems } from '../src/problems/th.js';
import { en } from '../web/src/i18n/en.js';
import { th } from '../web/src/i18n/th.js';
import { en as resultsEn } from '../web/src/results/en.js';
import { th as resultsTh } from '../web/src/results/th.js';

/** What is written one way in every Thai text, and the wrong forms that people slip into. */
const wrong: readonly (readonly [right: string, wrong: RegExp])[] = [
  ['อื่น ๆ, with a space before ๆ', /\Sๆ/u],
  ['ยังไม่ได้รับรองข้อมูล', /ยังไม่(ได้)?รับรอง(?!ข้อมูล)/u],
  ['เหลือเวลา 89 วัน', /เหลือ(อีก)?(ประมาณ)? ?\{\w+\} (วัน|ชั่วโมง|นาที|วินาที)|เหลืออีก/u],
  ['โหลดใหม่', /อ่านใหม่|รีเฟรช|รีโหลด/u],
  ['ตกลง', /โอเค|เสร็จสิ้น/u],
  ['a name instead of ของเขา', /เขา/u],
  ['รหัสยืนยันข้อมูล', /แฮช|ลูกโซ่|ลายนิ้วมือ|เข้ารหัส/u],
  ['no blank at an end or twice', /^ | {2}|[^:] $/u],
];

const texts: readonly (readonly [key: string, text: string])[] = [
  ...Object.entries({ ...th, ...resultsTh }),
  ...Object.entries(problems).flatMap(([code, { title, detail }]) => [
    [code, title] as const,
    [code, detail] as const,
  ]),
];

describe('the Thai texts', () => {
  it.each(wrong)('say %s', (_, form) => {
    expect(texts.filter(([, text]) => form.test(text))).toEqual([]);
  });
});

/** The places of a text: a translation that forgets one says less. */
const places = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

it.each([
  ['the application', th, en],
  ['the results', resultsTh, resultsEn],
])('the English texts of %s name what the Thai ones name, in no Thai letter', (_, thai, english) => {
  const translated: Readonly<Record<string, string>> = english;
  const found = Object.entries(thai).filter(
    ([key, text]) => places(text).join() !== places(translated[key] ?? '').join(),
  );
  expect(found).toEqual([]);
  expect(Object.entries(english).filter(([, text]) => /[\u0e01-\u0e4e]/u.test(text))).toEqual([]);
});
