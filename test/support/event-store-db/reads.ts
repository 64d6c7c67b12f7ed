import messages, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { failures } from './failures.js';
import { TOMBSTONE, type EventLog, type Stored } from './log.js';
import { nameOf } from './messages.js';
import { isSoftDeleted, shownOf } from './stream-metadata.js';

const { FORWARDS } = messages.ReadReq.Options.ReadDirection;

/** The stream of a read; `$all` is one too. */
export const streamRead = (request: ReadReq): string => {
  const options = request.getOptions()!;
  return options.hasStream() ? nameOf(options.getStream()!.getStreamIdentifier()) : '$all';
};

/**
 * The result of a read of one stream; undefined when the stream does not exist.
 * @throws Failure for a stream with a tombstone, and for a read that the server refuses without a reason.
 */
export const eventsOfStream = (log: EventLog, request: ReadReq): readonly Stored[] | undefined => {
  const options = request.getOptions()!;
  const from = options.getStream()!;
  const stream = nameOf(from.getStreamIdentifier());
  const forwards = options.getReadDirection() === FORWARDS;
  const count = Number(options.getCount());
  if (count === 0 || (forwards && from.hasEnd())) throw failures.unreadable('ReadStreamResult');
  const last = log.lastRevision(stream);
  if (last === TOMBSTONE) throw failures.streamDeleted(stream);
  if (last < 0n || isSoftDeleted(log, stream)) return undefined;
  const start = from.hasRevision() ? BigInt(from.getRevision()) : from.hasEnd() ? last : 0n;
  const shown = shownOf(log, stream);
  const found = forwards
    ? shown.filter(({ revision }) => revision >= start)
    : shown.filter(({ revision }) => revision <= start).reverse();
  return found.slice(0, count);
};

/**
 * The result of a read of the whole log. Forwards it begins with the event at the position, backwards with the one
 * before it.
 * @throws Failure for a position at which no record begins.
 */
export const eventsOfAll = (log: EventLog, request: ReadReq): readonly Stored[] => {
  const options = request.getOptions()!;
  const from = options.getAll()!;
  const forwards = options.getReadDirection() === FORWARDS;
  const position = from.hasPosition() ? BigInt(from.getPosition()!.getCommitPosition()) : undefined;
  if (position !== undefined && !log.mayBeReadFrom(position)) throw failures.unreadable('ReadAllResult');
  const edge = position !== undefined ? log.indexFrom(position) : from.hasEnd() ? log.events.length : 0;
  const count = Number(options.getCount());
  return forwards
    ? log.events.slice(edge, edge + count)
    : log.events.slice(Math.max(0, edge - count), edge).reverse();
};
