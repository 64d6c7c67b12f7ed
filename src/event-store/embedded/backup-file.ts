import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/**
 * A backup is one file: a line of JSON (the manifest), a line with the SHA-256 of the first line's bytes (hex), then
 * the bytes of the files that the manifest lists, one after the other. So `head -n 1` shows its content, and any other
 * file is recognised at once.
 */
export interface Manifest {
  readonly format: string;
  readonly version: number;
  /** Instant, ISO 8601 UTC. */
  readonly madeAt: string;
  readonly log: {
    readonly events: number;
    /** Position of the last event, decimal; null for an empty log. */
    readonly head: string | null;
    /** SHA-256 (hex) over the hashes of all events in the log's order. */
    readonly sha256: string;
  };
  readonly files: readonly BackedUpFile[];
}

export interface BackedUpFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 (hex) of its bytes. */
  readonly sha256: string;
}

const FORMAT = 'eservice-survey-backup';
const VERSION = 1;
/** Bytes. A manifest lists two files at most, so a file without a second line within this length is no backup. */
const LONGEST_HEADER = 16_384;

/** The backup cannot be made or restored. The message is the one line that an operator reads. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

export const manifestOf = (content: Omit<Manifest, 'format' | 'version'>): Manifest => ({
  format: FORMAT,
  version: VERSION,
  ...content,
});

/** The first two lines of a backup. */
export const headerOf = (manifest: Manifest): string => {
  const line = JSON.stringify(manifest);
  return `${line}\n${hash('sha256', line)}\n`;
};

/**
 * Reads the manifest and checks the file's length against it.
 * @returns the manifest, and the offset of the first file's bytes.
 * @throws BackupRefused for a file that is no complete backup of this system.
 */
export const readHeader = async (
  file: FileHandle,
  path: string,
): Promise<{ readonly manifest: Manifest; readonly start: number }> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
  const head = buffer.subarray(0, bytesRead);
  const first = head.indexOf('\n');
  const second = head.indexOf('\n', first + 1);
  const manifest = first < 0 ? undefined : parse(head.subarray(0, first).toString());
  if (manifest?.format !== FORMAT) throw new BackupRefused(`${path} is no backup of this system.`);
  if (second < 0) throw new BackupRefused(`${path} is cut off.`);
  if (head.subarray(first + 1, second).toString() !== hash('sha256', head.subarray(0, first))) {
    throw new BackupRefused(`${path} was altered: its manifest is not what its SHA-256 says.`);
  }
  if (manifest.version !== VERSION) {
    throw new BackupRefused(`${path} was made by a newer version (${manifest.version}, known: ${VERSION}).`);
  }
  const start = second + 1;
  const expected = manifest.files.reduce((sum, { size }) => sum + size, start);
  const { size } = await file.stat();
  if (size < expected) throw new BackupRefused(`${path} is cut off: it has ${size} bytes of ${expected}.`);
  if (size > expected) throw new BackupRefused(`${path} was altered: it has ${size} bytes, not ${expected}.`);
  return { manifest, start };
};

const parse = (line: string): Manifest | undefined => {
  try {
    return (JSON.parse(line) ?? undefined) as Manifest | undefined;
  } catch {
    return undefined;
  }
};
