import { JSON_TYPE, TOMBSTONE, type EventLog, type Proposed, type Stored } from './log.js';

/** A stream's metadata in the server's own format: `$tb` is `truncateBefore`. */
export interface StreamMetadata {
  readonly $maxCount?: number;
  readonly $tb?: number;
  readonly $acl?: Acl;
  readonly [name: string]: unknown;
}

/** Who may read, write, delete, read the metadata and write the metadata. */
export interface Acl {
  readonly $r?: string | readonly string[];
  readonly $w?: string | readonly string[];
  readonly $d?: string | readonly string[];
  readonly $mr?: string | readonly string[];
  readonly $mw?: string | readonly string[];
}

export const metadataStreamOf = (stream: string): string => `$$${stream}`;
export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$');

export const metadataOf = (log: EventLog, stream: string): StreamMetadata => {
  if (isMetadataStream(stream)) return { $maxCount: 1 };
  const last = log.storedIn(metadataStreamOf(stream)).at(-1);
  return last ? (JSON.parse(Buffer.from(last.data).toString()) as StreamMetadata) : {};
};

/** JSON as the server writes it. The largest revision exceeds a JavaScript number. */
const metadataEvent = (metadata: StreamMetadata, truncateBefore: bigint): Proposed => {
  const { $tb: _, ...others } = metadata;
  const rest = JSON.stringify(others).slice(1);
  return {
    id: crypto.randomUUID(),
    type: '$metadata',
    contentType: JSON_TYPE,
    data: Buffer.from(`{"$tb":${truncateBefore}${rest === '}' ? '' : ','}${rest}`),
    metadata: Buffer.of(),
  };
};

/** Hides all events before this revision. @returns the metadata event. */
export const truncate = (log: EventLog, stream: string, before: bigint): Stored => {
  const event = metadataEvent(metadataOf(log, stream), before);
  return log.append(metadataStreamOf(stream), [event])[0]!;
};

/** The metadata of a deleted stream hides all its events. An append brings the stream back. */
export const isSoftDeleted = (log: EventLog, stream: string): boolean =>
  (metadataOf(log, stream).$tb ?? 0) >= Number(TOMBSTONE);

/** The events that a read of the stream shows. */
export const shownOf = (log: EventLog, stream: string): readonly Stored[] => {
  const { $maxCount = Infinity, $tb = 0 } = metadataOf(log, stream);
  const lying = log.storedIn(stream).filter(({ revision }) => revision >= $tb);
  return $maxCount < lying.length ? lying.slice(-$maxCount) : lying;
};
