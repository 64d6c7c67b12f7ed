import { createHash } from 'node:crypto';

/** Distinguishes a retry from a reused key. The order of an object's members has no meaning, so it does not affect the hash. */
export const commandHash = (command: object): string => sha256(JSON.stringify(command, inOrder));

/** Whether a recorded hash is that of this command. Hashes of the first versions depended on the order of the sent members. */
export const isHashOf = (recorded: string, command: object): boolean =>
  recorded === commandHash(command) || recorded === sha256(JSON.stringify(command));

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
