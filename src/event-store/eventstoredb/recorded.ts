import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { JsonObject } from '../../basics/json.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { unreadableRecord } from '../damaged-stream.js';

export type ServersEvent = NonNullable<(AllStreamResolvedEvent | ResolvedEvent)['event']>;

/** How the server says that it does not know a position. */
const NO_POSITION = 0xffff_ffff_ffff_ffffn;

/** Commit and prepare differ only in transactions over TCP, which nothing here has ever used: one number is enough. */
const positionOf = ({ streamId, revision, position }: ServersEvent): bigint => {
  if (!position || position.commit === NO_POSITION) {
    throw new Error(`${streamId}@${revision} has no position: EventStoreDB 22.6 or later is needed`);
  }
  if (position.commit !== position.prepare) {
    throw new Error(
      `${streamId}@${revision} was written in a TCP transaction (${position.commit}/${position.prepare}): not ours`,
    );
  }
  return position.commit;
};

/** The server's own type for a tombstone. */
const TOMBSTONE = '$streamDeleted';

export const recordedEvent = (event: ServersEvent): RecordedEvent => {
  const { id, streamId, type, isJson, data, metadata, revision } = event;
  if (!isJson || typeof data !== 'object' || data === null) {
    const place = { id, stream: streamId, revision, position: positionOf(event) };
    return unreadableRecord(place, type === TOMBSTONE ? 'taken-away' : 'unreadable');
  }
  return {
    id,
    stream: streamId,
    type,
    data: data as JsonObject,
    metadata: (metadata ?? {}) as JsonObject,
    revision,
    position: positionOf(event),
  };
};

/** Where to go on from: the server wants both numbers. */
export const serversPosition = (position: bigint): { commit: bigint; prepare: bigint } => ({
  commit: position,
  prepare: position,
});
