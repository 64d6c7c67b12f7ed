import { hash, randomUUID } from 'node:crypto';

const namespace = Buffer.from('8a4f6f0e6a5d4c0f9d1e2f7c5b3a9e10', 'hex');

/** UUID version 5 (RFC 9562) in the system's own namespace. The same name always gives the same id. */
export const uuidV5 = (name: string): string => {
  const bytes = Buffer.concat([namespace, Buffer.from(name)]);
  const hex = hash('sha1', bytes);
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A key belongs to its sender and the stream it acts on. Without a key every command is a new one. */
export const commandId = (sub: string, stream: string, idempotencyKey: string | undefined): string =>
  idempotencyKey === undefined ? randomUUID() : uuidV5(`${sub}\n${stream}\n${idempotencyKey}`);

/** Ids derived from one attempt at a command. An append sent twice therefore stores the same events. */
export const eventId = (attempt: string, index: number): string => uuidV5(`${attempt}\n${index}`);
