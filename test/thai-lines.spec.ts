import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Paper } from '../src/receipts/paper/paper.js';
import { openTypefaces, type Typefaces } from '../src/receipts/paper/typefaces.js';
import { thaiLines, withoutSaraAm } from '../src/receipts/paper/thai-lines.js';
import { wholeWords } from '../src/basics/thai-words.js';
import { formatOfficial } from '../src/basics/thai-time.js';
import { propertyRuns } from './support/property-runs.js';

/** The width in signs that take room: marks above and below take none. */
const widthOf = (text: string): number => text.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, '').length;
const text =
  'องค์การบริหารส่วนตำบลบางไผ่ ได้รับรองข้อมูลงานบริการต่าง ๆ ในแบบสำรวจ e-Service (ปีงบประมาณ พ.ศ. 2565) ฯลฯ แล้ว';

it('breaks Thai between words and after spaces, within the width, and loses nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 15, max: 120 }), (width) => {
      const lines = thaiLines(text, width, widthOf);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
    propertyRuns(100),
  );
});

it('begins no line with a mark, with ๆ or ฯ, and never separates a foreign word, or text in brackets, from its bracket', () => {
  for (let width = 15; width < 120; width += 1) {
    const lines = thaiLines(text, width, widthOf);
    for (const line of lines) {
      expect(line).not.toMatch(/^[\u0e31\u0e33-\u0e3a\u0e45-\u0e4eฯ)\s-]/);
      expect(line).not.toMatch(/[(-]$|\be$/);
    }
  }
});

it('cuts no word that the dictionary lacks, and finds where it ends', () => {
  const channels = 'ช่องทางการให้บริการของเจ้าหน้าที่ท้องถิ่น';
  const lines = thaiLines(channels, 1, widthOf);
  expect(lines).toEqual(['ช่องทาง', 'การ', 'ให้', 'บริการ', 'ของ', 'เจ้าหน้าที่', 'ท้องถิ่น']);
});

it('lists only words that the dictionary cuts', () => {
  const words = new Intl.Segmenter('th', { granularity: 'word' });
  expect(wholeWords.filter((word) => [...words.segment(word)].length === 1)).toEqual([]);
});

it('keeps what a non-breaking space joins', () => {
  const date = formatOfficial(new Date('2022-11-07T09:29:30.000Z'));
  expect(date).toBe('7 พฤศจิกายน พ.ศ. 2565 เวลา 16:29:30 น.');
  const joined = date.replaceAll(' ', '\u00a0');
  expect(thaiLines(`เมื่อวันที่ ${joined}`, 20, widthOf).at(-1)).toContain('พ.ศ.\u00a02565\u00a0');
});

it('writes SARA AM as two signs, below the tone mark', () => {
  expect(withoutSaraAm('น้ำ ทำ')).toBe('น\u0e4d\u0e49\u0e32 ท\u0e4d\u0e32');
});

it('writes the same bytes, whatever the fonts were used for before', async () => {
  const write = (line: string, typefaces: Typefaces): Promise<Buffer> => {
    const paper = new Paper({ title: 'ใบรับ', date: new Date(0) }, typefaces);
    paper.text(line);
    paper.text(line, { weight: 'bold' });
    return paper.finish('');
  };
  const [fresh, used] = [openTypefaces(), openTypefaces()];
  const alone = await write(`${text} น้ำ\u00a0ปี้`, fresh);
  await write(`ป้ ฝื่ น้ำ ญุ ฐู ${text.replaceAll(' ', '\u00a0')}`, used);
  expect((await write(`${text} น้ำ\u00a0ปี้`, used)).equals(alone)).toBe(true);
});
