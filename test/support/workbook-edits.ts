import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** The parts of a workbook as text. */
export type Parts = Readonly<Record<string, string>>;

export const partsOf = (workbook: Uint8Array): Parts =>
  Object.fromEntries(Object.entries(unzipSync(workbook)).map(([name, bytes]) => [name, strFromU8(bytes)]));

export const workbookOf = (parts: Parts): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

/** `row`: the id of a line; `+group` is its first empty line. `xml`: a cell without its place, or a text to type. */
export interface Edit {
  readonly row: string;
  readonly column: string;
  readonly text?: string | number;
  /** Attributes and content of the cell: ` t="b"><v>1</v>`. */
  readonly xml?: string;
}

const isSheet = (name: string): boolean => name.startsWith('xl/worksheets/');

/** The cell that answers a question, as `sheet F12`. */
export const placeOf = (parts: Parts, { row, column }: Pick<Edit, 'row' | 'column'>) => {
  for (const [part, text] of Object.entries(parts)) {
    const line = new RegExp(`<c r="A(\\d+)"[^>]*><is><t[^>]*>${row.replaceAll('+', '\\+')}</t>`).exec(
      text,
    )?.[1];
    const at = new RegExp(`<c r="([A-Z]+)1"[^>]*><is><t[^>]*>${column}</t>`).exec(text)?.[1];
    if (isSheet(part) && line && at) return { part, ref: `${at}${line}` };
  }
  throw new Error(`no cell ${row} ${column}`);
};

/** The workbook after a person typed into cells. */
export const typed = (workbook: Uint8Array, edits: readonly Edit[]): Uint8Array => {
  const parts: Record<string, string> = { ...partsOf(workbook) };
  for (const edit of edits) {
    const { part, ref } = placeOf(parts, edit);
    const content = edit.xml ?? contentOf(edit.text);
    parts[part] = parts[part]!.replace(
      new RegExp(`<c r="${ref}"( s="\\d+")[^>]*?(/>|>.*?</c>)`),
      (_, style: string) => `<c r="${ref}"${style}${content}`,
    );
  }
  return workbookOf(parts);
};

const contentOf = (text: string | number | undefined): string => {
  if (text === undefined) return '/>';
  if (typeof text === 'number') return `><v>${text}</v></c>`;
  return ` t="inlineStr"><is><t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
};

/**
 * The workbook as Excel writes it again: shared strings, some of them in runs with phonetic hints, names with prefixes, parts of its own,
 * and cells without a place.
 */
export const asExcelWrites = (workbook: Uint8Array): Uint8Array => {
  const strings: string[] = [];
  const shared = (text: string): number => {
    strings.push(text);
    return strings.length - 1;
  };
  const parts: Record<string, string> = {};
  for (const [name, text] of Object.entries(partsOf(workbook))) {
    parts[name] = isSheet(name)
      ? prefixed(
          text
            .replace(
              / t="inlineStr"><is><t xml:space="preserve">(.*?)<\/t><\/is><\/c>/gs,
              (_, content: string) => ` t="s"><v>${shared(content)}</v></c>`,
            )
            .replaceAll('<row ', '<row spans="1:22" x14ac:dyDescent="0.3" ')
            .replace(
              '<worksheet ',
              '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ',
            ),
        )
      : text;
  }
  const half = (text: string): number => Math.floor(text.length / 2);
  // An entity must not be cut.
  const runs = (text: string): string =>
    text.includes('&') || text.length < 2
      ? `<t xml:space="preserve">${text}</t>`
      : `<r><rPr><b/></rPr><t xml:space="preserve">${text.slice(0, half(text))}</t></r>` +
        `<r><t xml:space="preserve">${text.slice(half(text))}</t></r><rPh sb="0" eb="1"><t>hint</t></rPh>`;
  parts['xl/sharedStrings.xml'] =
    `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${strings.length}">` +
    `${strings.map((text) => `<si>${runs(text)}</si>`).join('')}</sst>`;
  parts['docProps/app.xml'] = '<Properties><Application>Microsoft Excel</Application></Properties>';
  parts['xl/calcChain.xml'] = '<calcChain/>';
  parts['xl/printerSettings/printerSettings1.bin'] = '\u0000\u0001';
  parts['xl/_rels/workbook.xml.rels'] = parts['xl/_rels/workbook.xml.rels']!.replaceAll(
    'Target="worksheets/',
    'Target="/xl/worksheets/',
  );
  return workbookOf(parts);
};

/** `<x:row>` for `<row>`, as programs of other makers write it. */
const prefixed = (xml: string): string =>
  xml.replaceAll(/<(\/?)([a-zA-Z]+)(?=[\s/>])/g, '<$1x:$2').replace('xmlns="', 'xmlns:x="');
