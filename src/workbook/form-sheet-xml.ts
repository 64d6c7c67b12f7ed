import { answerFields, fieldNames, type AnswerField } from '../questionnaire/answer.js';
import { MAX_COUNT } from '../basics/count.js';
import { escaped, HEAD, MAIN } from '../spreadsheet/sheet-xml.js';
import { columnName } from './cell-reference.js';
import { CODES, FIRST_ANSWER, MARK, yesNoWords, type Question } from './codes.js';
import { styleNumber } from './form-styles.js';
import type { LayoutCell, LayoutSheet } from './layout.js';

/** The cells of answers are open; anything else is protected, without a password. Widths and heights may be changed. */
const PROTECTION = '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>';
const PAGE =
  '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';
/** In points. LibreOffice does not fit heights to wrapped texts when it opens a file, so each row has one. */
const LINE_HEIGHT = 21;
const HEAD_HEIGHTS: Readonly<Record<number, number>> = { 2: 30, 3: 66, 4: 88 };
const PROSE_WIDTH = 110;

/** The sheet of one aspect. */
export const formSheetXml = (sheet: LayoutSheet): string => {
  const { lines, heads, widths, merged } = sheet;
  const width = widths.length;
  const below = heads + 1;
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView showGridLines="0" workbookViewId="0">' +
    `<pane xSplit="3" ySplit="${heads}" topLeftCell="D${below}" activePane="bottomRight" state="frozen"/>` +
    `<selection pane="bottomRight" activeCell="D${below}" sqref="D${below}"/></sheetView></sheetViews>` +
    `<cols>${widths.map(columnXml).join('')}</cols>` +
    `<sheetData>${lines.map((cells, index) => lineXml(cells, index, widths)).join('')}</sheetData>${PROTECTION}` +
    mergedXml(merged) +
    greyedXml(sheet, `${columnName(width)}${lines.length}`) +
    validationsXml(lines) +
    `${PAGE}</worksheet>`
  );
};

/** A sheet of paragraphs. The first is its heading. */
export const proseSheetXml = (paragraphs: readonly string[]): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
  '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>' +
  `<cols><col min="1" max="1" width="${PROSE_WIDTH}" customWidth="1"/></cols>` +
  `<sheetData>${paragraphs.map(paragraphXml).join('')}</sheetData>${PROTECTION}${PAGE}</worksheet>`;

const paragraphXml = (text: string, index: number): string => {
  const row = index + 1;
  const height = heightXml(index === 0 ? 30 : linesOf(text, PROSE_WIDTH) * LINE_HEIGHT);
  return `<row r="${row}"${height}>${textCell(`A${row}`, text, index === 0 ? 'heading' : 'prose')}</row>`;
};

/** A hidden sheet of names and values. */
export const factsSheetXml = (facts: readonly (readonly [string, string])[]): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${facts
    .map(([name, value], index) => {
      const row = index + 1;
      return `<row r="${row}">${textCell(`A${row}`, name, 'code')}${textCell(`B${row}`, value, 'code')}</row>`;
    })
    .join('')}</sheetData>${PROTECTION}</worksheet>`;

const columnXml = (width: number, index: number): string =>
  `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${index === 0 ? ' hidden="1"' : ''}/>`;

const lineXml = (cells: readonly LayoutCell[], index: number, widths: readonly number[]): string => {
  const row = index + 1;
  const texts = cells.map(({ value, style }, column) =>
    typeof value === 'string' && style === 'title' ? linesOf(value, widths[column]!) : 1,
  );
  const height = HEAD_HEIGHTS[row] ?? Math.max(...texts) * LINE_HEIGHT;
  const shape = row === CODES ? ' hidden="1"' : heightXml(height);
  return `<row r="${row}"${shape}>${cells.map((cell, column) => cellXml(cell, `${columnName(column + 1)}${row}`)).join('')}</row>`;
};

const heightXml = (height: number): string => ` ht="${height}" customHeight="1"`;

/** Thai vowels and tones above and below a letter take no room of their own. */
const linesOf = (text: string, width: number): number =>
  Math.ceil((text.replace(/\p{Mark}/gu, '').length + 1) / width);

const cellXml = ({ style, value }: LayoutCell, ref: string): string => {
  if (value === undefined) return `<c r="${ref}" s="${styleNumber(style)}"/>`;
  if (typeof value === 'number') return `<c r="${ref}" s="${styleNumber(style)}"><v>${value}</v></c>`;
  return textCell(ref, value, style);
};

const textCell = (ref: string, text: string, style: Parameters<typeof styleNumber>[0]): string =>
  `<c r="${ref}" s="${styleNumber(style)}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

const mergedXml = (merged: LayoutSheet['merged']): string =>
  `<mergeCells count="${merged.length}">${merged
    .map(
      ({ line, from, to }) =>
        `<mergeCell ref="${columnName(from + 1)}${line + 1}:${columnName(to + 1)}${line + 1}"/>`,
    )
    .join('')}</mergeCells>`;

/** What มี does not ask is grey on a row that says มี, and the other way round. */
const greyedXml = ({ lines, heads }: LayoutSheet, end: string): string => {
  const first = lines.find((cells) => cells.some(({ question }) => question?.field === FIRST_ANSWER));
  const has = first?.findIndex(({ question }) => question?.field === FIRST_ANSWER) ?? -1;
  if (!first || has === -1) return '';
  const top = heads + 1;
  const bottom = end.replace(/\D/g, '');
  const rules = [true, false].map((branch, index) => {
    const columns = first.flatMap(({ question }, column) =>
      question && isOfOtherBranch(question, branch) ? [columnName(column + 1)] : [],
    );
    const { yes, no } = yesNoWords.hasEService;
    const ranges = columns.map((column) => `${column}${top}:${column}${bottom}`).join(' ');
    return (
      `<conditionalFormatting sqref="${ranges}"><cfRule type="expression" dxfId="0" priority="${index + 1}">` +
      `<formula>$${columnName(has + 1)}${top}="${branch ? yes : no}"</formula></cfRule></conditionalFormatting>`
    );
  });
  return rules.join('');
};

const isOfOtherBranch = ({ field }: Question, branch: boolean): boolean =>
  answerFields[field].branch !== undefined && answerFields[field].branch !== branch;

interface Validation {
  /** Begins the element. */
  readonly attributes: string;
  readonly formulas: string;
}

const listOf = (words: readonly string[], strict: boolean): Validation => ({
  attributes: `type="list" allowBlank="1" showErrorMessage="${strict ? 1 : 0}" errorTitle="คำตอบไม่ถูกต้อง" error="เลือกจากรายการ: ${words.join(', ')}"`,
  formulas: `<formula1>"${words.join(',')}"</formula1>`,
});

/** A warning only: a count in Thai digits is a text to Excel, and is read all the same. */
const counts: Validation = {
  attributes: `type="whole" operator="between" errorStyle="warning" allowBlank="1" showErrorMessage="1" errorTitle="จำนวนไม่ถูกต้อง" error="กรอกจำนวนเต็มตั้งแต่ 0 ขึ้นไป"`,
  formulas: `<formula1>0</formula1><formula2>${MAX_COUNT}</formula2>`,
};

const validationOf = (field: AnswerField): Validation | undefined => {
  switch (answerFields[field].kind) {
    case 'yes-no':
      return field === 'hasEService' || field === 'isNeeded'
        ? listOf(Object.values(yesNoWords[field]), true)
        : undefined;
    case 'choices':
      return listOf([MARK], false);
    case 'count':
      return counts;
    case 'text':
    case 'texts':
      return undefined;
  }
};

const validationsXml = (lines: LayoutSheet['lines']): string => {
  const asked = lines.flatMap((cells, line) =>
    cells.flatMap(({ question }, column) =>
      question ? [{ field: question.field, ref: `${columnName(column + 1)}${line + 1}` }] : [],
    ),
  );
  const validations = fieldNames.flatMap((field) => {
    const refs = asked.filter((cell) => cell.field === field).map(({ ref }) => ref);
    const validation = validationOf(field);
    if (!validation || refs.length === 0) return [];
    return [
      `<dataValidation ${validation.attributes} sqref="${refs.join(' ')}">${validation.formulas}</dataValidation>`,
    ];
  });
  return validations.length === 0 ? '' : list(validations);
};

const list = (validations: readonly string[]): string =>
  `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`;
