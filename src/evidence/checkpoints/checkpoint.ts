import type { KeyObject } from 'node:crypto';
import { HASH_BYTES } from '../tree/merkle-tree.js';
import { NoteError, openNote, signNote } from './signed-note.js';

/** Names the log in its checkpoints, and whoever signs them. Which installation it is, the key tells. */
export const ORIGIN = 'eservice-survey';

/** What stood in the log at an instant, as somebody outside can keep it: all of it follows from the root. */
export interface Checkpoint {
  /** Events, which are the leaves of the tree. */
  readonly size: number;
  /** Root of the tree over them: leaf i is made of the 32 bytes of the i-th event's `metadata.hash`. */
  readonly root: Buffer;
  /** When it was made, ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** Log position of the last of the events. Another store may give other positions, never another order. */
  readonly position: bigint;
}

/**
 * The checkpoint as a signed note, as https://c2sp.org/tlog-checkpoint: origin, size and root, each a line, then two lines of ours
 * (`time …`, `position …`), an empty line, the signature.
 */
export const signCheckpoint = ({ size, root, time, position }: Checkpoint, privateKey: KeyObject): string => {
  const text = `${ORIGIN}\n${size}\n${root.toString('base64')}\ntime ${time}\nposition ${position}\n`;
  return signNote(text, ORIGIN, privateKey);
};

const pattern = new RegExp(
  `^${ORIGIN}\\n([1-9]\\d{0,14})\\n([A-Za-z0-9+/]{43}=)\\n` +
    'time (\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z)\\nposition (\\d{1,19})\\n$',
);

/** The checkpoint in a note that the key has signed. @throws NoteError for any other. */
export const openCheckpoint = (note: string, publicKey: KeyObject): Checkpoint => {
  const [, size, base64, time, position] = pattern.exec(openNote(note, ORIGIN, publicKey)) ?? [];
  const root = Buffer.from(base64 ?? '', 'base64');
  if (root.length !== HASH_BYTES) throw new NoteError('signed, but not a checkpoint of this log');
  return { size: Number(size), root, time: time!, position: BigInt(position!) };
};
