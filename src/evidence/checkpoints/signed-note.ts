import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/**
 * A text and who signs it, as https://c2sp.org/signed-note: the text, an empty line, and for each signature
 * `— <name> <base64 of 4 bytes of key id ‖ signature>`.
 */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Buffer; readonly bytes: Buffer }[];
}

/** The note cannot be read, or nobody we trust has signed it. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/** The kind of signature that key ids and verifier keys of Ed25519 begin with. */
const ED25519 = Buffer.of(0x01);
const KEY_ID_BYTES = 4;

/** The 32 bytes of an Ed25519 key's public half. @throws NoteError for another kind of key. */
export const publicKeyBytes = (key: KeyObject): Buffer => {
  if (key.asymmetricKeyType !== 'ed25519') throw new NoteError('the key is not an Ed25519 key');
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x!, 'base64url');
};

/** Tells the keys of one name apart. */
export const keyId = (name: string, key: KeyObject): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), ED25519, publicKeyBytes(key)]), 'buffer').subarray(
    0,
    KEY_ID_BYTES,
  );

/** `<name>+<key id in hex>+<base64 of kind ‖ public key>`: how the tools of signed notes are told whom to trust. */
export const verifierKey = (name: string, key: KeyObject): string =>
  `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([ED25519, publicKeyBytes(key)]).toString('base64')}`;

/** Signs a text, which ends in a newline, with a private Ed25519 key. */
export const signNote = (text: string, name: string, privateKey: KeyObject): string => {
  const signature = sign(null, Buffer.from(text), privateKey);
  const bytes = Buffer.concat([keyId(name, privateKey), signature]);
  return `${text}\n— ${name} ${bytes.toString('base64')}\n`;
};

/** @throws NoteError when it is no signed note. Says nothing yet about whether a signature is right. */
export const readNote = (note: string): SignedNote => {
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (end === -1 || lines.pop() !== '' || lines.length === 0) {
    throw new NoteError('not a signed note: it is a text, an empty line and signatures, each a line');
  }
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
};

const readSignature = (line: string): SignedNote['signatures'][number] => {
  const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes.length <= KEY_ID_BYTES) {
    throw new NoteError(`not a signature of a note: ${line}`);
  }
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES) };
};

/** The text of a note that this key has signed under this name. @throws NoteError when it has not, or signed another text. */
export const openNote = (note: string, name: string, publicKey: KeyObject): string => {
  const { text, signatures } = readNote(note);
  const id = keyId(name, publicKey);
  const ours = signatures.find((each) => each.name === name && each.keyId.equals(id));
  if (!ours) throw new NoteError(`not signed by ${name} with the key ${id.toString('hex')}`);
  if (!verify(null, Buffer.from(text), publicKey, ours.bytes)) {
    throw new NoteError(`the signature of ${name} is not of this text: one of them was altered`);
  }
  return text;
};
