import { TOMBSTONE, type EventLog, type Proposed } from './log.js';
import { isSoftDeleted, metadataStreamOf, truncate } from './stream-metadata.js';

export type Expected = bigint | 'no-stream' | 'any' | 'stream-exists';

export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

/** A revision is -1 where there is no event. */
type Success = { readonly kind: 'success'; readonly last: bigint; readonly position: bigint };
type Refusal =
  { readonly kind: 'wrong version'; readonly actual: bigint } | { readonly kind: 'stream deleted' };
export type Outcome = Success | Refusal | { readonly kind: 'too large' };

/** The server's default limit, in bytes, for one append with all its events. */
export const MAXIMUM_APPEND_SIZE = 1_048_576;

const sizeOf = ({ type, data, metadata }: Proposed): number =>
  data.length + metadata.length + type.length * 2;

/** Undefined when the stream ends as expected. */
const refusalOf = (log: EventLog, stream: string, expected: Expected): Refusal | undefined => {
  const actual = log.lastRevision(stream);
  if (actual === TOMBSTONE) return { kind: 'stream deleted' };
  const wrong: Refusal = { kind: 'wrong version', actual };
  switch (expected) {
    case 'any':
      return undefined;
    case 'stream-exists':
      if (isSoftDeleted(log, stream)) return { kind: 'stream deleted' };
      return actual < 0n && log.lastRevision(metadataStreamOf(stream)) < 0n ? wrong : undefined;
    case 'no-stream':
      return actual < 0n || isSoftDeleted(log, stream) ? undefined : wrong;
    default:
      return expected === actual ? undefined : wrong;
  }
};

/**
 * Whether the stream already holds these events where the append would have put them: the first and all others, the
 * first only, or none. Without an expected revision the server finds them by their ids.
 */
const repetition = (log: EventLog, { stream, expected, events }: Append) => {
  const lying = log.storedIn(stream);
  const start =
    expected === 'any' || expected === 'stream-exists'
      ? lying.findLastIndex(({ id }) => id === events[0]?.id)
      : Number(expected === 'no-stream' ? 0n : expected + 1n);
  if (start < 0 || events.length === 0 || lying[start]?.id !== events[0]!.id) return undefined;
  const whole = events.every(({ id }, at) => lying[start + at]?.id === id);
  return { whole, last: lying[start + events.length - 1] };
};

/** Decides an append by the server's rules for revisions and repetitions, and carries it out. */
export const append = (log: EventLog, proposal: Append): Outcome => {
  const { stream, expected, events } = proposal;
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > MAXIMUM_APPEND_SIZE)
    return { kind: 'too large' };
  const before = log.lastRevision(stream);
  if (before === TOMBSTONE) return { kind: 'stream deleted' };
  const repeated = repetition(log, proposal);
  if (repeated) {
    const { whole, last } = repeated;
    return whole
      ? { kind: 'success', last: last!.revision, position: last!.position }
      : { kind: 'wrong version', actual: before };
  }
  const refusal = refusalOf(log, stream, expected);
  if (refusal) return refusal;
  if (events.length === 0) return { kind: 'success', last: before, position: log.appendNothing() };
  const revived = isSoftDeleted(log, stream);
  const last = log.append(stream, events).at(-1)!;
  if (revived) truncate(log, stream, before + 1n);
  return { kind: 'success', last: last.revision, position: last.position };
};

/** Hides the stream, or ends it for good with a tombstone. */
export const remove = (
  log: EventLog,
  { stream, expected, forEver }: { stream: string; expected: Expected; forEver: boolean },
): Success | Refusal => {
  const refusal = refusalOf(log, stream, expected);
  if (refusal) return refusal;
  if (!forEver && isSoftDeleted(log, stream)) return { kind: 'stream deleted' };
  const { position } = forEver ? log.endForEver(stream) : truncate(log, stream, TOMBSTONE);
  return { kind: 'success', last: log.lastRevision(stream), position };
};
