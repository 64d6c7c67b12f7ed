import { inflateSync } from 'node:zlib';

/** The text of each page of one of the system's PDFs, a line for each piece of text, in writing order. */
export const pdfPages = (pdf: Buffer): readonly string[] => {
  const objects = objectsOf(pdf);
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\n/.test(head))
    .map(({ head }) => pageText(objects, head));
};

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

const objectsOf = (pdf: Buffer): ReadonlyMap<string, PdfObject> => {
  const objects = pdf.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map(
    [...objects].map(([, id = '', body = '']) => {
      const [head = '', data] = body.split('stream\n', 2);
      return [id, { head, stream: data === undefined ? '' : inflated(data) }];
    }),
  );
};

const inflated = (data: string): string =>
  inflateSync(Buffer.from(data.replace(/\nend$/, ''), 'latin1')).toString('latin1');

const reference = (head: string, name: string): string =>
  new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(head)?.[1] ?? '';

const pageText = (objects: ReadonlyMap<string, PdfObject>, page: string): string => {
  const resources = objects.get(reference(page, 'Resources'))!.head;
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
      name,
      unicodeOf(objects.get(reference(objects.get(id)!.head, 'ToUnicode'))!.stream),
    ]),
  );
  const { stream } = objects.get(reference(page, 'Contents'))!;
  const blocks = [...stream.matchAll(/\nBT\n([\s\S]*?)\nET/g)];
  return blocks.map(([, block = '']) => blockText(block, fonts)).join('\n');
};

const unicodeOf = (map: string): readonly string[] => {
  const [, list = ''] = /<0000> <\w+> \[(.*?)\]/s.exec(map) ?? [];
  return [...list.matchAll(/<([^>]*)>/g)].map(([, codes = '']) =>
    String.fromCodePoint(...codes.split(' ').map((code) => Number.parseInt(code, 16))),
  );
};

const blockText = (block: string, fonts: ReadonlyMap<string, readonly string[]>): string => {
  const font = fonts.get(/\/(F\d+) /.exec(block)?.[1] ?? '') ?? [];
  const glyphs = [...block.matchAll(/<([\da-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
  return glyphs.map((glyph) => font[Number.parseInt(glyph, 16)]).join('');
};
