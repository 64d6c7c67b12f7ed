import { MAIN } from '../spreadsheet/sheet-xml.js';
import type { CellStyle } from './layout.js';

interface Look {
  readonly font: 'plain' | 'bold' | 'large' | 'grey';
  readonly fill: 'none' | 'head' | 'group' | 'answer' | 'not-asked';
  readonly format: 'general' | 'text' | 'count';
  readonly align: string;
  readonly border?: boolean;
  readonly answer?: boolean;
}

const wrapped = 'vertical="center" wrapText="1"';
const centred = `horizontal="center" ${wrapped}`;

/** In the order of the numbers that cells have. */
const looks: { readonly [style in CellStyle | 'prose' | 'heading']: Look } = {
  code: { font: 'grey', fill: 'none', format: 'text', align: '' },
  aspect: { font: 'large', fill: 'none', format: 'general', align: 'vertical="center"' },
  head: { font: 'bold', fill: 'head', format: 'general', align: centred, border: true },
  group: { font: 'bold', fill: 'group', format: 'general', align: 'vertical="center"', border: true },
  number: { font: 'plain', fill: 'none', format: 'general', align: centred, border: true },
  title: { font: 'plain', fill: 'none', format: 'general', align: wrapped, border: true },
  'not-asked': { font: 'grey', fill: 'not-asked', format: 'general', align: '', border: true },
  word: { font: 'plain', fill: 'answer', format: 'general', align: centred, border: true, answer: true },
  mark: { font: 'plain', fill: 'answer', format: 'general', align: centred, border: true, answer: true },
  text: { font: 'plain', fill: 'answer', format: 'text', align: wrapped, border: true, answer: true },
  count: {
    font: 'plain',
    fill: 'answer',
    format: 'count',
    align: 'horizontal="right" vertical="center"',
    border: true,
    answer: true,
  },
  'new-title': { font: 'plain', fill: 'answer', format: 'text', align: wrapped, border: true, answer: true },
  prose: { font: 'plain', fill: 'none', format: 'general', align: 'vertical="top" wrapText="1"' },
  heading: { font: 'large', fill: 'none', format: 'general', align: 'vertical="top" wrapText="1"' },
};

const names = Object.keys(looks);
export const styleNumber = (style: keyof typeof looks): number => names.indexOf(style);

const FONT = '<name val="TH Sarabun New"/>';
const fonts = {
  plain: `<font><sz val="14"/>${FONT}</font>`,
  bold: `<font><b/><sz val="14"/>${FONT}</font>`,
  large: `<font><b/><sz val="18"/>${FONT}</font>`,
  grey: `<font><sz val="12"/><color rgb="FF767676"/>${FONT}</font>`,
};
/** The first two fills are fixed by the format. */
const fills = {
  none: '<fill><patternFill patternType="none"/></fill>',
  fixed: '<fill><patternFill patternType="gray125"/></fill>',
  head: solid('FFD9E2EC'),
  group: solid('FFEEF2F6'),
  answer: solid('FFFFFDE7'),
  'not-asked': solid('FFE6E6E6'),
};
const formats = { general: 0, text: 49, count: 3 };
const line = (side: string): string => `<${side} style="thin"><color rgb="FF9AA5B1"/></${side}>`;

function solid(rgb: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="${rgb}"/></patternFill></fill>`;
}

const placeIn = (table: object, name: string): number => Object.keys(table).indexOf(name);

const xf = ({ font, fill, format, align, border, answer }: Look): string =>
  `<xf numFmtId="${formats[format]}" fontId="${placeIn(fonts, font)}" fillId="${placeIn(fills, fill)}" ` +
  `borderId="${border ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" ` +
  `applyAlignment="1" applyProtection="1">${align && `<alignment ${align}/>`}` +
  `<protection locked="${answer ? 0 : 1}"/></xf>`;

const list = (tag: string, items: readonly string[]): string =>
  `<${tag} count="${items.length}">${items.join('')}</${tag}>`;

/** `xl/styles.xml`. The last part greys out cells that the answer to มี/ไม่มี does not ask for. */
export const formStyles =
  `<styleSheet xmlns="${MAIN}">${list('fonts', Object.values(fonts))}${list('fills', Object.values(fills))}` +
  list('borders', [
    '<border/>',
    `<border>${['left', 'right', 'top', 'bottom'].map(line).join('')}</border>`,
  ]) +
  list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']) +
  list('cellXfs', Object.values(looks).map(xf)) +
  list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']) +
  list('dxfs', [
    '<dxf><fill><patternFill patternType="solid"><bgColor rgb="FFE6E6E6"/></patternFill></fill></dxf>',
  ]) +
  '</styleSheet>';
