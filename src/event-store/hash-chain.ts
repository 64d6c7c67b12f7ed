import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonObject } from '../json.js';

/** What the hash of an event covers. `metadata` is everything but `hash` itself. */
export interface HashedEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** The previous hash of a stream's first event: 32 zero bytes. */
export const CHAIN_START = '0'.repeat(64);

/**
 * `SHA-256(previous hash ‖ canonical JSON of the event)`, hex. The canonical JSON is RFC 8785 of
 * `{data, id, metadata, revision, stream, type}` with the revision as a decimal string and without `metadata.hash`.
 */
export const eventHash = (previousHash: string, event: HashedEvent): string => {
  const { hash: _, ...metadata } = event.metadata;
  const covered = {
    data: event.data,
    id: event.id,
    metadata,
    revision: event.revision.toString(),
    stream: event.stream,
    type: event.type,
  };
  return createHash('sha256')
    .update(Buffer.from(previousHash, 'hex'))
    .update(canonicalJson(covered))
    .digest('hex');
};

/** RFC 8785. @throws TypeError for what JSON cannot carry. */
export const canonicalJson = (value: unknown): string => {
  const json = canonicalize(value);
  if (json === undefined) throw new TypeError('not a JSON value');
  return json;
};
