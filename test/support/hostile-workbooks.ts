import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { ProblemCode } from '../../src/problems/problem.js';
import { partsOf, typed, workbookOf, type Parts } from './workbook-edits.js';

export interface Hostile {
  readonly what: string;
  readonly file: Uint8Array;
  /** The problem's code, or the code of a fault of a cell; `unchanged`: the form is read, and what is hostile is not looked at. */
  readonly answer: ProblemCode | `fault ${string}` | 'unchanged';
}

const SHEET = 'xl/worksheets/sheet2.xml';
const BOOK = 'xl/workbook.xml';
const LAST_SHEET = 'xl/worksheets/sheet8.xml';
const HEAD = '<?xml version="1.0"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const service = 'newborn-grant-registration';

/** Workbooks that a person could upload by mistake or on purpose, made from a form of this LAO. */
export const hostileWorkbooks = (form: Uint8Array): readonly Hostile[] => {
  const parts = partsOf(form);
  const withPart = (name: string, text: string): Uint8Array => workbookOf({ ...parts, [name]: text });
  const inSheet = (change: (text: string) => string): Uint8Array => withPart(SHEET, change(parts[SHEET]!));
  const rows = (xml: string): Uint8Array =>
    inSheet((text) => text.replace('</sheetData>', `${xml}</sheetData>`));
  const named = (name: string): Uint8Array => workbookOf({ ...parts, [name]: '<x/>' });
  const whose = (from: string, to: string): Uint8Array =>
    withPart(LAST_SHEET, parts[LAST_SHEET]!.replace(`>${from}<`, `>${to}<`));
  const doctype = (definition: string, use = ''): Uint8Array =>
    withPart(
      SHEET,
      `${HEAD}<!DOCTYPE worksheet [${definition}]>${parts[SHEET]!.replace(/^<\?xml[^>]*\?>\s*/, '')}${use}`,
    );
  const edit = (xml: string): Uint8Array => typed(form, [{ row: service, column: 'yearlyUsers', xml }]);

  return [
    { what: 'a CSV that was renamed', file: strToU8('อปท.,มี\r\n'), answer: 'workbook-not-xlsx' },
    { what: 'nothing', file: new Uint8Array(0), answer: 'workbook-not-xlsx' },
    { what: 'a PDF', file: strToU8('%PDF-1.7\n'), answer: 'workbook-not-xlsx' },
    {
      what: 'a file with a password',
      file: Buffer.from('d0cf11e0a1b11ae1'.padEnd(4096, '0'), 'hex'),
      answer: 'workbook-encrypted',
    },
    { what: 'an encrypted entry', file: flagged(form, 1), answer: 'workbook-encrypted' },
    {
      what: 'an OpenDocument sheet',
      file: zipSync({ mimetype: strToU8('application/vnd.oasis'), 'content.xml': strToU8('<x/>') }),
      answer: 'workbook-not-xlsx',
    },
    { what: 'a zip that is cut', file: form.subarray(0, form.length - 100), answer: 'workbook-damaged' },
    { what: 'half a zip', file: form.subarray(0, form.length / 2), answer: 'workbook-damaged' },
    { what: 'changed bytes', file: flipped(form), answer: 'workbook-damaged' },
    {
      what: 'a zip behind other bytes',
      file: Buffer.concat([strToU8('PK00'), form]),
      answer: 'workbook-damaged',
    },
    {
      what: 'bytes behind the zip',
      file: Buffer.concat([form, strToU8('more')]),
      answer: 'workbook-damaged',
    },
    { what: 'an absolute name', file: named('/etc/passwd'), answer: 'workbook-unsafe' },
    { what: 'a name that leads out', file: named('xl/../../x.xml'), answer: 'workbook-unsafe' },
    { what: 'a name with NUL', file: named('xl/\u0000.xml'), answer: 'workbook-unsafe' },
    { what: 'two entries of one name', file: twice(form), answer: 'workbook-unsafe' },
    { what: 'entries that share bytes', file: overlapping(1_000), answer: 'workbook-unsafe' },
    { what: 'ten thousand entries', file: overlapping(10_000), answer: 'workbook-too-large' },
    {
      what: 'a sheet that unpacks to 300 MB',
      file: bomb(parts, 300 * 1024 * 1024, 300 * 1024 * 1024),
      answer: 'workbook-too-large',
    },
    {
      what: 'one that says it unpacks to 1 kB',
      file: bomb(parts, 300 * 1024 * 1024, 1024),
      answer: 'workbook-damaged',
    },
    {
      what: 'a picture of 100 MB',
      file: zipSync({ ...bytesOf(parts), 'xl/media/image1.png': new Uint8Array(100 * 1024 * 1024) }),
      answer: 'unchanged',
    },
    { what: 'macros', file: withPart('xl/vbaProject.bin', 'x'), answer: 'workbook-with-macros' },
    {
      what: 'the type of a file with macros',
      file: withPart(
        '[Content_Types].xml',
        parts['[Content_Types].xml']!.replace('spreadsheetml.sheet.main', 'ms-excel.sheet.macroEnabled.main'),
      ),
      answer: 'workbook-with-macros',
    },
    {
      what: 'an external entity',
      file: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'),
      answer: 'workbook-unsafe',
    },
    {
      what: 'entities that grow',
      file: doctype('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'),
      answer: 'workbook-unsafe',
    },
    {
      what: 'an entity without a definition',
      file: rows('<row r="900">&x;</row>'),
      answer: 'workbook-damaged',
    },
    {
      what: 'a million rows',
      file: rows(
        Array.from({ length: 120_000 }, (_, n) => `<row r="${n + 100}"><c><v>1</v></c></row>`).join(''),
      ),
      answer: 'workbook-too-large',
    },
    { what: 'a million empty rows', file: rows('<row/>'.repeat(1_000_000)), answer: 'workbook-too-large' },
    {
      what: 'a cell at the end of all rows and columns',
      file: rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
      answer: 'unchanged',
    },
    {
      what: 'deep nesting',
      file: inSheet((text) =>
        text.replace('</sheetData>', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</sheetData>`),
      ),
      answer: 'workbook-unsafe',
    },
    {
      what: 'ten thousand merged ranges',
      file: inSheet((text) =>
        text.replace('</mergeCells>', `${'<mergeCell ref="D6:D900"/>'.repeat(10_000)}</mergeCells>`),
      ),
      answer: 'workbook-too-large',
    },
    {
      what: 'one merged range over everything',
      file: inSheet((text) => text.replace('</mergeCells>', '<mergeCell ref="A1:XFD1048576"/></mergeCells>')),
      answer: 'fault merged',
    },
    {
      what: 'a shared string of 7 MB',
      file: withPart(
        'xl/sharedStrings.xml',
        `${HEAD}<sst ${MAIN}><si><t>${'ก'.repeat(2_400_000)}</t></si></sst>`,
      ),
      answer: 'unchanged',
    },
    {
      what: 'a million shared strings',
      file: withPart(
        'xl/sharedStrings.xml',
        `${HEAD}<sst ${MAIN}>${'<si><t>a</t></si>'.repeat(500_000)}</sst>`,
      ),
      answer: 'workbook-too-large',
    },
    {
      what: 'a shared string that is not there',
      file: edit(' t="s"><v>99</v></c>'),
      answer: 'workbook-damaged',
    },
    { what: 'NUL in the XML', file: rows('<row r="900">\u0000</row>'), answer: 'workbook-damaged' },
    { what: 'bytes that are not UTF-8', file: latin1(parts), answer: 'workbook-damaged' },
    {
      what: 'a formula that was not calculated',
      file: edit('><f>WEBSERVICE("http://x")</f></c>'),
      answer: 'fault formula-without-value',
    },
    { what: 'a number beyond all numbers', file: edit('><v>1e999</v></c>'), answer: 'fault count-too-large' },
    { what: 'a number that is none', file: edit('><v>abc</v></c>'), answer: 'fault not-a-count' },
    {
      what: 'the form of another LAO',
      file: whose('03120102', '03120103'),
      answer: 'workbook-of-another-form',
    },
    { what: 'the form of another year', file: whose('2565', '2564'), answer: 'workbook-of-another-form' },
    { what: 'another questionnaire', file: whose('2565.1', '2565.9'), answer: 'workbook-of-another-form' },
    {
      what: 'a revision that is not there yet',
      file: whose('-1', '999'),
      answer: 'workbook-newer-than-form',
    },
    { what: 'a revision of letters', file: whose('-1', 'x'), answer: 'workbook-not-a-form' },
    {
      what: 'another workbook',
      file: whose('eservice-survey-form', 'budget'),
      answer: 'workbook-not-a-form',
    },
    {
      what: 'a sheet outside of the file',
      file: withPart(BOOK, parts[BOOK]!.replace('rId3', 'rId99')),
      answer: 'fault sheet-missing',
    },
    {
      what: 'no sheets',
      file: workbookOf({ '[Content_Types].xml': '<x/>', [BOOK]: '<x/>' }),
      answer: 'workbook-damaged',
    },
  ];
};

const bytesOf = (parts: Parts): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));

/** The same with a bit set in the flags of the first entry of the directory. */
const flagged = (zip: Uint8Array, flag: number): Uint8Array => {
  const bytes = Buffer.from(zip);
  bytes[bytes.indexOf('PK\u0001\u0002') + 8]! |= flag;
  return bytes;
};

/** Bytes in the middle of packed content. */
const flipped = (zip: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(zip);
  const at = bytes.indexOf(SHEET) + 1_000;
  bytes.fill(0x55, at, at + 50);
  return bytes;
};

/** Two names become one: they have the same length. */
const twice = (zip: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(zip).toString('latin1').replaceAll('xl/worksheets/sheet3.xml', 'xl/worksheets/sheet2.xml'),
    'latin1',
  );

const latin1 = (parts: Parts): Uint8Array =>
  zipSync({ ...bytesOf(parts), [SHEET]: Buffer.from(`${HEAD}<worksheet>\u00e9</worksheet>`, 'latin1') });

interface Entry {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc: number;
}

const localHead = ({ name, packed, size }: Entry): Buffer => {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name)]);
};

const directoryEntry = ({ name, packed, size, crc }: Entry, local: number): Buffer => {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(8, 10);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed.length, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(local, 42);
  return Buffer.concat([head, Buffer.from(name)]);
};

const closed = (content: Buffer, directory: readonly Buffer[]): Buffer => {
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(content.length, 16);
  return Buffer.concat([content, entries, end]);
};

/** Many entries that are one and the same: a small file that unpacks to a large one. */
const overlapping = (count: number): Uint8Array => {
  const entry = { name: BOOK, packed: deflateRawSync(Buffer.alloc(1024)), size: 1024, crc: 0 };
  const content = Buffer.concat([localHead(entry), entry.packed]);
  return closed(
    content,
    Array.from({ length: count }, () => directoryEntry(entry, 0)),
  );
};

/** A sheet of spaces. `says`: its size as the directory has it. */
const bomb = (parts: Parts, size: number, says: number): Uint8Array => {
  const entries: readonly Entry[] = Object.entries(parts).map(([name, text]) => {
    const bytes = name === SHEET ? Buffer.alloc(size, ' ') : Buffer.from(text);
    return {
      name,
      packed: deflateRawSync(bytes),
      size: name === SHEET ? says : bytes.length,
      crc: crc32(bytes),
    };
  });
  const directory: Buffer[] = [];
  let content = Buffer.alloc(0);
  for (const entry of entries) {
    directory.push(directoryEntry(entry, content.length));
    content = Buffer.concat([content, localHead(entry), entry.packed]);
  }
  return closed(content, directory);
};
