import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../configuration/configuration.js';
import { DataFileError } from '../../configuration/data-file-error.js';
import { readDataFile } from '../../configuration/data-file.js';
import { makeFolder } from '../../configuration/make-folder.js';

/**
 * The Ed25519 key that signs checkpoints, and its public half. Auditors get the public half from another source than
 * this server.
 */
export interface CheckpointKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** File names of the development key in the data folder. It is made at the first start. */
const DEVELOPMENT_KEY = 'checkpoint-key.pem';
const DEVELOPMENT_PUBLIC_KEY = 'checkpoint-key.pub.pem';

/**
 * The key at `CHECKPOINT_KEY` (PEM, PKCS #8: `openssl genpkey -algorithm ed25519`). Outside production, a missing key
 * is made in the data folder.
 * @throws DataFileError when the file is missing or holds another kind of key.
 */
export const loadCheckpointKey = ({
  checkpoints: { key },
  dataDir,
}: Pick<Configuration, 'checkpoints' | 'dataDir'>): CheckpointKey => {
  const file = key ?? developmentKey(dataDir);
  const privateKey = readKey(file, createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
};

/**
 * The public half of the key, for a program that only reads. `file` is a public key that the user trusts.
 * @throws DataFileError
 */
export const loadPublicKey = (
  { checkpoints: { key }, dataDir }: Pick<Configuration, 'checkpoints' | 'dataDir'>,
  file = key ?? join(dataDir, DEVELOPMENT_PUBLIC_KEY),
): KeyObject => readKey(file, createPublicKey);

/** The public half as a PEM text. */
export const publicKeyPem = (publicKey: KeyObject): string =>
  publicKey.export({ format: 'pem', type: 'spki' }) as string;

const readKey = (file: string, read: (pem: string) => KeyObject): KeyObject => {
  const pem = readDataFile(file);
  let key: KeyObject;
  try {
    key = read(pem);
  } catch (error) {
    throw new DataFileError(file, undefined, 'is not a key in PEM', { cause: error });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new DataFileError(file, undefined, `is a key of ${key.asymmetricKeyType}, not of Ed25519`);
};

/**
 * Several processes may start at once with one data folder. The first one makes the key, and the others take it: a link
 * is made only where no file is yet, and the file behind it is already whole.
 */
const developmentKey = (dataDir: string): string => {
  const file = join(dataDir, DEVELOPMENT_KEY);
  makeFolder(dataDir);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const made = `${file}.${randomUUID()}`;
    writeFileSync(made, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    linkUnlessThere(made, file);
    rmSync(made);
  }
  writePublicHalf(file, join(dataDir, DEVELOPMENT_PUBLIC_KEY));
  return file;
};

const linkUnlessThere = (made: string, file: string): void => {
  try {
    linkSync(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

/** It follows from the key that is there, so it does not matter which process writes it. */
const writePublicHalf = (keyFile: string, file: string): void => {
  if (existsSync(file)) return;
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, publicKeyPem(createPublicKey(readKey(keyFile, createPrivateKey))));
  renameSync(unfinished, file);
};
