import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/**
 * A text with its signatures (https://c2sp.org/signed-note): the text, an empty line, and for each signature a line `—
 * <name> <base64 of 4 bytes of key id ‖ signature>`.
 */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Buffer; readonly bytes: Buffer }[];
}

/** The note cannot be read, or no trusted key has signed it. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/** The signature type of Ed25519: the first byte of its key ids and verifier keys. */
const ED25519 = Buffer.of(0x01);
const KEY_ID_BYTES = 4;

/** The 32 bytes of an Ed25519 key's public half. @throws NoteError for another kind of key. */
export const publicKeyBytes = (key: KeyObject): Buffer => {
  if (key.asymmetricKeyType !== 'ed25519') throw new NoteError('the key is not an Ed25519 key');
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x!, 'base64url');
};

/** The first four bytes of SHA-256 over name, signature type and public key. It tells keys of the same name apart. */
export const keyId = (name: string, key: KeyObject): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), ED25519, publicKeyBytes(key)]), 'buffer').subarray(
    0,
    KEY_ID_BYTES,
  );

/** `<name>+<key id in hex>+<base64 of kind ‖ public key>`: the form in which tools for signed notes take a trusted key. */
export const verifierKey = (name: string, key: KeyObject): string =>
  `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([ED25519, publicKeyBytes(key)]).toString('base64')}`;

/** Signs a text that ends in a newline. The private key is an Ed25519 key. */
export const signNote = (text: string, name: string, privateKey: KeyObject): string => {
  const signature = sign(null, Buffer.from(text), privateKey);
  const bytes = Buffer.concat([keyId(name, privateKey), signature]);
  return `${text}\n— ${name} ${bytes.toString('base64')}\n`;
};

/**
 * Splits a note into its text and signatures; it does not check the signatures.
 * @throws NoteError when the text is no signed note.
 */
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

/**
 * The text of a note that this key has signed under this name.
 * @throws NoteError when the signature is missing or belongs to another text.
 */
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
