import { JSON_TYPE, TOMBSTONE, type EventLog, type Proposed, type Stored } from './log.js';

/** What its administrator says of a stream, in the server's own words: `$tb` is `truncateBefore`. */
export interface StreamMetadata {
  readonly $maxCount?: number;
  readonly $tb?: number;
  readonly $acl?: Acl;
  readonly [name: string]: unknown;
}

/** Who may read, write, delete, and read and write the metadata. */
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

/** JSON as the server writes it: the largest revision is more than a number of JavaScript holds. */
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

/** Hides all events before this revision. @returns the event that says so. */
export const truncate = (log: EventLog, stream: string, before: bigint): Stored => {
  const event = metadataEvent(metadataOf(log, stream), before);
  return log.append(metadataStreamOf(stream), [event])[0]!;
};

/** A deleted stream is one whose metadata hides whatever it may hold; an append brings it back. */
export const isSoftDeleted = (log: EventLog, stream: string): boolean =>
  (metadataOf(log, stream).$tb ?? 0) >= Number(TOMBSTONE);

/** What a read of the stream is shown. */
export const shownOf = (log: EventLog, stream: string): readonly Stored[] => {
  const { $maxCount = Infinity, $tb = 0 } = metadataOf(log, stream);
  const lying = log.storedIn(stream).filter(({ revision }) => revision >= $tb);
  return $maxCount < lying.length ? lying.slice(-$maxCount) : lying;
};
