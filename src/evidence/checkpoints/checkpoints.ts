import { open, readdir, readFile, rename } from 'node:fs/promises';
import { randomUUID, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from '../../configuration/make-folder.js';
import { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.js';
import { NoteError } from './signed-note.js';

/** An event as it can be known outside the log: its place in its stream, and the hash that its chain has there (hex). */
export interface ListedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly hash: string;
}

/** A checkpoint as it is kept: by its size, since none is made of a log that has not grown. */
export interface KeptCheckpoint extends Checkpoint {
  readonly file: string;
  /** The signed note, byte by byte: what to hand to others. */
  readonly note: string;
}

/** A folder that is not part of the log holds something that we did not write. */
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
 * The folder of signed checkpoints, outside the store. `<size>.checkpoint` is the note; `<size>.events` lists what came since the one
 * before, a line an event (`<hash> <stream> <revision>`), so that a removed event can still be named. No file is ever written again:
 * the folder can be copied as it grows, or lie where nothing can be changed.
 */
export class Checkpoints {
  constructor(
    readonly folder: string,
    readonly publicKey: KeyObject,
  ) {}

  /** Sizes of all that are kept, the smallest, which is the oldest, first. */
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

  /** @throws CheckpointError when it is not there, or not as it was signed. */
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

  /** The newest, or undefined before the first. @throws CheckpointError */
  async latest(): Promise<KeptCheckpoint | undefined> {
    const size = (await this.sizes()).at(-1);
    return size === undefined ? undefined : this.open(size);
  }

  /** What came into the log up to that checkpoint since an earlier one. Not signed: the signed root says whether it is right. @throws CheckpointError */
  async events(size: number): Promise<readonly ListedEvent[]> {
    const file = eventsFile(size);
    const lines = (await this.read(file)).split('\n').slice(0, -1);
    return lines.map((line, index) => {
      const [, hash, stream, revision] = /^([0-9a-f]{64}) (\S+) (\d+)$/.exec(line) ?? [];
      if (revision === undefined) throw new CheckpointError(file, `line ${index + 1} lists no event`);
      return { hash: hash!, stream: stream!, revision: BigInt(revision) };
    });
  }

  /** Signs and keeps a checkpoint. The list goes first: without a checkpoint it means nothing. */
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

  /** Whole or not at all, and on the disk when it resolves. */
  private async write(file: string, text: string): Promise<void> {
    const path = join(this.folder, file);
    const unfinished = `${path}.${randomUUID()}.unfinished`; // another process may be writing the same
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

// As many digits as keep the files in order when they are listed.
const checkpointFile = (size: number): string => `${String(size).padStart(12, '0')}.checkpoint`;
const eventsFile = (size: number): string => `${String(size).padStart(12, '0')}.events`;
