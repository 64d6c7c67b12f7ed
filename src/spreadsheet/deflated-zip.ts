import { pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** A file whose text is made while it is written. */
export interface TextFile {
  readonly name: string;
  readonly text: Iterable<string> | AsyncIterable<string>;
}

/** The same for every file, in local time as zip dates are, so that the same texts give the same bytes on any day and machine. */
const DATE = new Date(1980, 0, 1);
const DEFLATE = 8;

/**
 * A zip file as a stream. Only some pieces of the current file are in memory, and a slow reader slows the writing. Compressing runs
 * beside the event loop.
 */
export async function* deflatedZip(
  files: Iterable<TextFile> | AsyncIterable<TextFile>,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const taken = (): readonly Uint8Array[] => {
    const chunks = ready;
    ready = [];
    return chunks;
  };
  for await (const { name, text } of files) {
    const entry: ZipInputFile = { filename: name, size: 0, crc: 0, compression: DEFLATE, mtime: DATE };
    zip.add(entry);
    for await (const chunk of deflated(text, entry)) {
      entry.ondata!(null, chunk, false);
      yield* taken();
    }
    entry.ondata!(null, new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

/** Counts in `entry` what goes in. */
async function* deflated(
  text: TextFile['text'],
  entry: Pick<ZipInputFile, 'size' | 'crc'>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of text) {
      const bytes = Buffer.from(piece);
      entry.crc = crc32(bytes, entry.crc);
      entry.size += bytes.length;
      yield bytes;
    }
  };
  // An error in the text ends the deflating with the same error, which the loop below throws.
  const deflating = pipeline(counted, createDeflateRaw({ level: 4 }), () => undefined);
  for await (const chunk of deflating) yield chunk as Uint8Array<ArrayBuffer>;
}
