/**
 * Reads the XML of a workbook in a thread of its own, which can be ended, and whose memory is limited. It runs as TypeScript (Node
 * strips the types) and compiled. Therefore it uses erasable syntax only, and imports no file of the project.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SaxesParser } from 'saxes';

/** `formula`: a formula without a value. Numbers are in the text as the file has them. */
export interface SheetCell {
  readonly ref: string;
  readonly kind: 'text' | 'number' | 'yes-no' | 'date' | 'error' | 'formula';
  readonly text: string;
}

export interface Sheet {
  readonly name: string;
  /** The cells that hold something, as the file has them. */
  readonly cells: readonly SheetCell[];
  /** Ranges such as `A1:C1`. */
  readonly merged: readonly string[];
}

export type SheetsReply =
  { readonly sheets: readonly Sheet[] } | { readonly refused: 'damaged' | 'too-large' | 'unsafe' };

/** Content by name within the archive. */
export type WorkbookParts = ReadonlyMap<string, Uint8Array>;

/** The largest form has some 8,000 cells. */
const MOST_CELLS = 25_000;
/** Of one part, empty ones included. The count refuses a file that the time limit would refuse on a slow machine only. */
const MOST_ELEMENTS = 250_000;
/** Of one sheet. A form has two or three. */
const MOST_MERGED = 100;
const DEEPEST = 32;
const CHUNK = 64 * 1024;

class Refused extends Error {
  readonly why: 'damaged' | 'too-large' | 'unsafe';
  constructor(why: 'damaged' | 'too-large' | 'unsafe') {
    super(why);
    this.why = why;
  }
}

type Attributes = Readonly<Partial<Record<string, string>>>;
interface Handlers {
  readonly open?: (name: string, attributes: Attributes, parent: string) => void;
  readonly text?: (text: string, name: string, parent: string) => void;
  readonly close?: (name: string) => void;
}

/** Names come without their prefixes: writers choose different ones. */
const parse = (bytes: Uint8Array, { open, text, close }: Handlers): void => {
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let elements = 0;
  parser.on('error', () => {
    throw new Refused('damaged');
  });
  // Documents of Office have none. It could name other files, or grow without end.
  parser.on('doctype', () => {
    throw new Refused('unsafe');
  });
  parser.on('opentag', ({ local, attributes }) => {
    if (path.length >= DEEPEST) throw new Refused('unsafe');
    elements += 1;
    if (elements > MOST_ELEMENTS) throw new Refused('too-large');
    const named = Object.values(attributes).map(({ local: name, value }): [string, string] => [name, value]);
    open?.(local, Object.fromEntries<string>(named), path.at(-1) ?? '');
    path.push(local);
  });
  parser.on('text', (piece) => text?.(piece, path.at(-1) ?? '', path.at(-2) ?? ''));
  parser.on('cdata', (piece) => text?.(piece, path.at(-1) ?? '', path.at(-2) ?? ''));
  parser.on('closetag', ({ local }) => {
    path.pop();
    close?.(local);
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      parser.write(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }));
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    // Bytes that are not UTF-8. Office writes nothing else.
    if (error instanceof TypeError) throw new Refused('damaged');
    throw error;
  }
};

/** Excel escapes characters that XML does not allow as `_x000D_`. */
const unescaped = (text: string): string =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const part = (parts: WorkbookParts, name: string): Uint8Array => {
  const bytes = parts.get(name);
  if (!bytes) throw new Refused('damaged');
  return bytes;
};

/** Phonetic hints repeat a text in other letters. */
const sharedStrings = (parts: WorkbookParts): readonly string[] => {
  const bytes = parts.get('xl/sharedStrings.xml');
  const strings: string[] = [];
  if (!bytes) return strings;
  let current = '';
  parse(bytes, {
    open: (name) => {
      if (name === 'si') current = '';
    },
    text: (text, name, parent) => {
      if (name === 't' && parent !== 'rPh') current += text;
    },
    close: (name) => {
      if (name === 'si') strings.push(unescaped(current));
    },
  });
  return strings;
};

/** Of the formats that every writer has, those of dates and times. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
const showsDate = (code: string): boolean => /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));

/** The numbers of the cell formats that show a number as a date. */
const dateStyles = (parts: WorkbookParts): ReadonlySet<number> => {
  const bytes = parts.get('xl/styles.xml');
  const dates = new Set(BUILT_IN_DATES);
  const styles = new Set<number>();
  if (!bytes) return styles;
  let count = 0;
  parse(bytes, {
    open: (name, attributes, parent) => {
      if (name === 'numFmt' && showsDate(attributes['formatCode'] ?? ''))
        dates.add(Number(attributes['numFmtId']));
      if (name !== 'xf' || parent !== 'cellXfs') return;
      if (dates.has(Number(attributes['numFmtId']))) styles.add(count);
      count += 1;
    },
  });
  return styles;
};

interface Listed {
  readonly name: string;
  readonly part: string;
}

const listedSheets = (parts: WorkbookParts): readonly Listed[] => {
  const targets = new Map<string, string>();
  parse(part(parts, 'xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target, Type }) => {
      if (name === 'Relationship' && Id && Target && Type?.endsWith('/worksheet')) {
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
      }
    },
  });
  const listed: Listed[] = [];
  parse(part(parts, 'xl/workbook.xml'), {
    open: (tag, { name = '', id = '' }) => {
      const target = tag === 'sheet' && targets.get(id);
      if (target) listed.push({ name, part: target });
    },
  });
  return listed;
};

interface Texts {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
}

const readSheet = (bytes: Uint8Array, name: string, { strings, dates }: Texts): Sheet => {
  const cells: SheetCell[] = [];
  const merged: string[] = [];
  let [ref, type, style, value, inline, formula] = ['', '', 0, '', '', false];
  let [row, column] = [0, 0];
  parse(bytes, {
    open: (tag, attributes) => {
      if (tag === 'row') {
        row = Number(attributes['r'] ?? row + 1);
        column = 0;
      } else if (tag === 'c') {
        // A writer may leave out where a cell is. Then it is beside the one before.
        column = attributes['r'] === undefined ? column + 1 : columnIn(attributes['r']);
        ref = attributes['r'] ?? `${columnName(column)}${row}`;
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        [value, inline, formula] = ['', '', false];
      } else if (tag === 'f') formula = true;
      else if (tag === 'mergeCell' && attributes['ref']) merged.push(attributes['ref']);
      if (merged.length > MOST_MERGED) throw new Refused('too-large');
    },
    text: (text, tag, parent) => {
      if (tag === 'v') value += text;
      else if (tag === 't' && parent !== 'rPh') inline += text;
    },
    close: (tag) => {
      if (tag !== 'c') return;
      const read = cellOf({ type, value, inline: unescaped(inline), date: dates.has(style) }, strings);
      const cell = read ?? (formula ? { kind: 'formula' as const, text: '' } : undefined);
      if (cell) cells.push({ ref, ...cell });
      if (cells.length > MOST_CELLS) throw new Refused('too-large');
    },
  });
  return { name, cells, merged };
};

interface Written {
  readonly type: string;
  readonly value: string;
  readonly inline: string;
  readonly date: boolean;
}

/** Undefined for an empty cell. A formula counts as the value that the person saw. */
const cellOf = (
  { type, value, inline, date }: Written,
  strings: readonly string[],
): Omit<SheetCell, 'ref'> | undefined => {
  if (type === 'inlineStr') return filled('text', inline);
  if (value === '') return undefined;
  switch (type) {
    case 's': {
      const shared = strings[Number(value)];
      if (shared === undefined) throw new Refused('damaged');
      return filled('text', shared);
    }
    case 'str':
      return filled('text', unescaped(value));
    case 'b':
      return { kind: 'yes-no', text: value };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'date', text: value };
    default:
      return { kind: date ? 'date' : 'number', text: value };
  }
};

const filled = (kind: 'text', text: string): Omit<SheetCell, 'ref'> | undefined =>
  text.trim() === '' ? undefined : { kind, text };

const columnIn = (ref: string): number =>
  [...ref.replace(/[^A-Z].*$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

const columnName = (column: number): string =>
  column === 0
    ? ''
    : columnName(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

const read = (parts: WorkbookParts): SheetsReply => {
  try {
    const texts = { strings: sharedStrings(parts), dates: dateStyles(parts) };
    let cells = 0;
    const sheets = listedSheets(parts).map(({ name, part: at }) => {
      const sheet = readSheet(part(parts, at), name, texts);
      cells += sheet.cells.length;
      if (cells > MOST_CELLS) throw new Refused('too-large');
      return sheet;
    });
    return { sheets };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.why };
    throw error;
  }
};

parentPort?.postMessage(read(workerData as WorkbookParts));
