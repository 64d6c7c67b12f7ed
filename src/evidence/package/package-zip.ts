import { Slices } from '../../basics/slices.js';
import { Zip, ZipDeflate } from 'fflate';

export interface PackageFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A zip file as a stream. Only the current file is in memory. `date` is the modification time of every file in it. */
export async function* zipped(files: AsyncIterable<PackageFile>, date: Date): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    ready.push(chunk);
  });
  const taken = (): readonly Uint8Array[] => {
    if (failure) throw failure;
    const chunks = ready;
    ready = [];
    return chunks;
  };
  const slices = await Slices.begin();
  for await (const { name, bytes } of files) {
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = date;
    zip.add(file);
    file.push(bytes, true);
    yield* taken();
    await slices.step();
  }
  zip.end();
  yield* taken();
}
