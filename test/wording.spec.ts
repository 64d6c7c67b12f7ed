import { describe, expect, it } from '@jest/globals';
import { th as problems } from '../src/problems/th.js';
import { en } from '../web/src/i18n/en.js';
import { th } from '../web/src/i18n/th.js';

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

const texts = [
  ...Object.entries(th),
  ...Object.entries(problems).flatMap(([code, { title, detail }]) => [
    [code, title],
    [code, detail],
  ]),
] as readonly (readonly [string, string])[];

describe('the Thai texts', () => {
  it.each(wrong)('say %s', (_, form) => {
    expect(texts.filter(([, text]) => form.test(text))).toEqual([]);
  });
});

/** The places of a text: a translation that forgets one says less. */
const places = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

it('the English texts name what the Thai ones name', () => {
  const keys = Object.keys(th) as readonly (keyof typeof th)[];
  const found = keys.filter((key) => places(th[key]).join() !== places(en[key]).join());
  expect(found).toEqual([]);
});

it('the English texts hold no Thai letter', () => {
  const found = Object.entries(en).filter(([, text]) => /[\u0e01-\u0e4e]/u.test(text));
  expect(found).toEqual([]);
});
