import { inflateSync } from 'node:zlib';

/** The text of each page that Chromium printed: Latin and digits whole, Thai without some of its tone marks. */
export const printedPages = (pdf: Buffer): readonly string[] => {
  const objects = objectsOf(pdf);
  return [...objects.values()]
    .filter(({ head }) => head.includes('/Type /Page\n'))
    .map(({ head }) => {
      const fonts = new Map(
        [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
          name,
          unicodeOf(objects.get(reference(objects.get(id)!.head, 'ToUnicode'))!.stream),
        ]),
      );
      return textOf(objects.get(reference(head, 'Contents'))!.stream, fonts);
    });
};

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}
type Font = ReadonlyMap<number, string>;

const objectsOf = (pdf: Buffer): ReadonlyMap<string, PdfObject> =>
  new Map(
    [...pdf.toString('latin1').matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(
      ([, id = '', body = '']) => {
        const at = body.indexOf('stream\n');
        const compressed = at >= 0 && body.slice(0, at).includes('/FlateDecode');
        const stream = compressed ? Buffer.from(body.slice(at + 'stream\n'.length), 'latin1') : undefined;
        return [
          id,
          {
            head: at < 0 ? body : body.slice(0, at),
            stream: stream ? inflateSync(stream).toString('latin1') : '',
          },
        ];
      },
    ),
  );

const reference = (head: string, name: string): string => new RegExp(`/${name} (\\d+) 0 R`).exec(head)![1]!;

/** A font's map from glyphs to characters. */
const unicodeOf = (map: string): Font => {
  const number = (hex: string | undefined): number => Number.parseInt(hex ?? '', 16);
  const characters = new Map<number, string>();
  for (const [, list = ''] of map.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, code] of list.matchAll(/<(\w+)> <(\w+)>/g)) {
      characters.set(number(glyph), String.fromCharCode(number(code)));
    }
  }
  for (const [, list = ''] of map.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, code] of list.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let glyph = number(from); glyph <= number(to); glyph += 1) {
        characters.set(glyph, String.fromCharCode(number(code) + glyph - number(from)));
      }
    }
  }
  return characters;
};

const textOf = (stream: string, fonts: ReadonlyMap<string, Font>): string => {
  let font: Font = new Map();
  let text = '';
  for (const [, name, glyphs] of stream.matchAll(/\/(F\d+) |<([\dA-F]+)>/gi)) {
    if (name !== undefined) font = fonts.get(name) ?? font;
    for (const glyph of glyphs?.match(/.{4}/g) ?? []) text += font.get(Number.parseInt(glyph, 16)) ?? '';
  }
  return text;
};
