import { open, readdir, readFile, rename } from 'node:fs/promises';
import { randomUUID, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from '../../configuration/make-folder.js';
import { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.js';
import { NoteError } from './signed-note.js';

/** An event as it is known outside the log: its place in its stream, and its hash in the stream's chain (hex). */
export interface ListedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly hash: string;
}

/** A checkpoint in the folder. The size identifies it: a log that has not grown gets no new checkpoint. */
export interface KeptCheckpoint extends Checkpoint {
  readonly file: string;
  /** The signed note, byte by byte, as it is given to others. */
  readonly note: string;
}

/** The checkpoint folder holds something that this system did not write. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}

/**
 * The folder of signed checkpoints, outside the store. `<size>.checkpoint` is the note. `<size>.events` lists the
 * events since the previous checkpoint, one a line (`<hash> <stream> <revision>`), so that a removed event can still be
 * named. No file is written twice, so the folder may lie on write-once storage and can be copied while it grows.
 */
export class Checkpoints {
  constructor(
    readonly folder: string,
    readonly publicKey: KeyObject,
  ) {}

  /** Sizes of all checkpoints, ascending: the smallest is the oldest. */
  async sizes(): Promise<readonly number[]> {
    const files = await readdir(this.folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    return files
      .flatMap((file) => /^(\d{12})\.checkpoint$/.exec(file)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** @throws CheckpointError when the file is missing or its signature does not match. */
  async open(size: number): Promise<KeptCheckpoint> {
    const file = checkpointFile(size);
    const note = await this.read(file);
    try {
      const checkpoint = openCheckpoint(note, this.publicKey);
      if (checkpoint.size !== size) throw new NoteError(`it is the checkpoint of ${checkpoint.size} events`);
      return { ...checkpoint, file, note };
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      throw new CheckpointError(file, error.message, { cause: error });
    }
  }

  /**
   * The newest checkpoint, or undefined before the first.
   * @throws CheckpointError
   */
  async latest(): Promise<KeptCheckpoint | undefined> {
    const size = (await this.sizes()).at(-1);
    return size === undefined ? undefined : this.open(size);
  }

  /**
   * The events of the log between an earlier checkpoint and this one. The list is not signed; the signed root proves
   * it.
   * @throws CheckpointError
   */
  async events(size: number): Promise<readonly ListedEvent[]> {
    const file = eventsFile(size);
    const lines = (await this.read(file)).split('\n').slice(0, -1);
    return lines.map((line, index) => {
      const [, hash, stream, revision] = /^([0-9a-f]{64}) (\S+) (\d+)$/.exec(line) ?? [];
      if (revision === undefined) throw new CheckpointError(file, `line ${index + 1} lists no event`);
      return { hash: hash!, stream: stream!, revision: BigInt(revision) };
    });
  }

  /** Signs and keeps a checkpoint. The list is written first: a list without a checkpoint has no effect. */
  async keep(
    checkpoint: Checkpoint,
    since: readonly ListedEvent[],
    privateKey: KeyObject,
  ): Promise<KeptCheckpoint> {
    const { size } = checkpoint;
    const note = signCheckpoint(checkpoint, privateKey);
    const lines = since.map(({ hash, stream, revision }) => `${hash} ${stream} ${revision}\n`);
    makeFolder(this.folder);
    await this.write(eventsFile(size), lines.join(''));
    await this.write(checkpointFile(size), note);
    return { ...checkpoint, file: checkpointFile(size), note };
  }

  private async read(file: string): Promise<string> {
    try {
      return await readFile(join(this.folder, file), 'utf8');
    } catch (error) {
      throw new CheckpointError(file, `cannot be read (${(error as NodeJS.ErrnoException).code})`, {
        cause: error,
      });
    }
  }

  /** Writes the whole file or none of it. The file is on the disk when the promise resolves. */
  private async write(file: string, text: string): Promise<void> {
    const path = join(this.folder, file);
    const unfinished = `${path}.${randomUUID()}.unfinished`; // another process may be writing the same file
    const handle = await open(unfinished, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, path);
  }
}

// Leading zeros keep the files in order in a folder listing.
const checkpointFile = (size: number): string => `${String(size).padStart(12, '0')}.checkpoint`;
const eventsFile = (size: number): string => `${String(size).padStart(12, '0')}.events`;
