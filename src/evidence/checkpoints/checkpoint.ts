import type { KeyObject } from 'node:crypto';
import { HASH_BYTES } from '../tree/merkle-tree.js';
import { NoteError, openNote, signNote } from './signed-note.js';

/** The log's name in its checkpoints, and the signer's name. The key tells installations apart. */
export const ORIGIN = 'eservice-survey';

/** The content of the log at an instant, as a third party can keep it. The root commits to every event. */
export interface Checkpoint {
  /** Number of events. Each event is one leaf of the tree. */
  readonly size: number;
  /** Root of the tree. Leaf i is made of the 32 bytes of the i-th event's `metadata.hash`. */
  readonly root: Buffer;
  /** When the checkpoint was made, ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** Log position of the last event. Another store may use other positions, but never another order. */
  readonly position: bigint;
}

/**
 * The checkpoint as a signed note (https://c2sp.org/tlog-checkpoint): a line each for origin, size and root, then two
 * extension lines (`time …`, `position …`), an empty line and the signature.
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
