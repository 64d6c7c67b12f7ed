import { currentLanguage } from '../i18n/language.js';
import { refusalOf } from './client.js';
import { NoAnswer } from './errors.js';
import { reportKnown } from './expired.js';

export interface DownloadedFile {
  /** As the server names it. */
  readonly name: string;
  readonly content: Blob;
}

/** A blob leaves the page's memory, so a long file is not held there as a whole. */
const PIECE_BYTES = 8_000_000;

/**
 * Reads a file while the person sees how far it is.
 * @param onBytes gets the number of bytes so far.
 * @throws ApiError when the server refuses, NoAnswer when the file breaks off, AbortError when `signal` ends it.
 */
export const download = async (
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<DownloadedFile> => {
  const broken = (error: unknown): Error =>
    signal.aborted
      ? new DOMException('cancelled', 'AbortError')
      : new NoAnswer('the file broke off', { cause: error });
  const response = await fetch(path, {
    headers: { 'accept-language': currentLanguage() },
    credentials: 'same-origin',
    signal,
  }).catch((error: unknown) => {
    throw broken(error);
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  reportKnown();
  const pieces: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, waitingBytes] = [0, 0];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw broken(error);
    });
    if (done) break;
    waiting.push(value);
    bytes += value.length;
    waitingBytes += value.length;
    if (waitingBytes >= PIECE_BYTES) {
      pieces.push(new Blob(waiting));
      [waiting, waitingBytes] = [[], 0];
    }
    onBytes(bytes);
  }
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  return { name: nameOf(response), content: new Blob([...pieces, ...waiting], { type }) };
};

const nameOf = (response: Response): string => {
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  if (!name) throw new Error(`${response.url} names no file`);
  return name;
};
