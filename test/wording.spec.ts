import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { th as problems } from '../src/problems/th.js';

type Texts = Readonly<Record<string, string>>;
const everywhere = 'web/src/i18n';

/** The texts of every room of the web. */
const rooms = await Promise.all(
  globSync('web/src/**/th.ts').map(async (file) => {
    const room = dirname(file);
    const { th } = (await import(resolve(room, 'th.ts'))) as { readonly th: Texts };
    const { en } = (await import(resolve(room, 'en.ts'))) as { readonly en: Texts };
    return { room, th, en };
  }),
);

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
  ...rooms.flatMap(({ th }) => Object.entries(th)),
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

describe.each(rooms)('the texts of $room', ({ room, th, en }) => {
  it('in English name what the Thai ones name, in no Thai letter', () => {
    const found = Object.entries(th).filter(
      ([key, text]) => places(text).join() !== places(en[key] ?? '').join(),
    );
    expect(found).toEqual([]);
    expect(Object.entries(en).filter(([, text]) => /[\u0e01-\u0e4e]/u.test(text))).toEqual([]);
  });

  it('are all used, and those of a room by the room alone', () => {
    const files = globSync(`${room === everywhere ? 'web/src' : room}/**/*.{ts,tsx}`);
    const code = files
      .filter((file) => !/\/(?:th|en)\.ts$/.test(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // `event.${type}`: a key whose whole is only known when it runs.
    const composed = [...code.matchAll(/`((?:[\w.-]|\$\{[^`}]+\})+)`/g)]
      .map(([, name = '']) => name.replaceAll('.', '\\.').split(/\$\{[^}]+\}/))
      .filter((parts) => parts.join('').includes('.'))
      .map((parts) => new RegExp(`^${parts.join('[\\w-]+')}$`));
    const unused = Object.keys(th).filter(
      (key) => !code.includes(`'${key}'`) && !composed.some((form) => form.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('have no name that a text of every page has', () => {
    const shared = rooms.find((each) => each.room === everywhere && each.room !== room);
    expect(Object.keys(th).filter((key) => shared && key in shared.th)).toEqual([]);
  });
});
