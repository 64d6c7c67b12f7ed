/** The parts of an XLSX file (ECMA-376) as text. Sheets hold their strings themselves, so that they can be written row by row. */
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A name within the archive, and its text. */
export interface Part {
  readonly name: string;
  readonly text: readonly string[];
}

/** Control characters, and what else XML 1.0 does not allow. They are left out. */
const notXml = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;
const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Excel reads `_x000D_` as an escaped character, so a text that contains such a sequence is escaped. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(notXml, '')
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_')
    .replace(/[&<>"]/g, (character) => special[character]!);

const cellXml = (value: string | number, style: string): string => {
  if (value === '') return '<c/>';
  if (typeof value === 'number') return `<c${style}><v>${value}</v></c>`;
  return `<c${style} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
};

export const rowXml = (cells: readonly (string | number)[]): string =>
  `<row>${cells.map((cell) => cellXml(cell, '')).join('')}</row>`;

/** A sheet begins with a bold row of titles that stays in view. */
export const sheetHead = (titles: readonly string[], width: number): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  `<cols><col min="1" max="${titles.length}" width="${width}" customWidth="1"/></cols>` +
  `<sheetData><row>${titles.map((title) => cellXml(title, ' s="1"')).join('')}</row>`;

export const SHEET_END = '</sheetData></worksheet>';

export const sheetName = (number: number): string => `xl/worksheets/sheet${number}.xml`;

const plainStyles =
  `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">' +
  '<alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>';

/** How a workbook differs from a plain one. */
export interface WorkbookOptions {
  /** Titles of sheets that Excel does not show. */
  readonly hidden?: readonly string[];
  /** Sheets cannot be added, removed, renamed or moved. There is no password. */
  readonly locked?: boolean;
  /** The content of `xl/styles.xml`. */
  readonly styles?: string;
}

/** The parts around the sheets. `titles`: of the sheets, in order. */
export const workbookParts = (
  titles: readonly string[],
  { hidden = [], locked = false, styles = plainStyles }: WorkbookOptions = {},
): readonly Part[] => {
  const numbers = titles.map((_, index) => index + 1);
  const styleId = `rId${titles.length + 1}`;
  const xml = (name: string, text: string): Part => ({ name, text: [HEAD, text] });
  return [
    xml(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${locked ? '<workbookProtection lockStructure="1"/>' : ''}<sheets>${numbers
        .map((n) => sheetEntry(titles[n - 1]!, n, hidden))
        .join('')}</sheets></workbook>`,
    ),
    xml('xl/styles.xml', styles),
    xml(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${numbers
        .map((n) => relationship(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`))
        .join('')}${relationship(styleId, 'styles', 'styles.xml')}</Relationships>`,
    ),
    xml(
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relationship('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ),
    xml(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
        numbers
          .map((n) => `<Override PartName="/${sheetName(n)}" ContentType="${TYPE}.worksheet+xml"/>`)
          .join('') +
        '</Types>',
    ),
  ];
};

const sheetEntry = (title: string, n: number, hidden: readonly string[]): string =>
  `<sheet name="${escaped(title)}" sheetId="${n}"${hidden.includes(title) ? ' state="hidden"' : ''} r:id="rId${n}"/>`;

const relationship = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
