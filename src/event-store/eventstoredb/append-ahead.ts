import type { EventStoreDBClient } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages, {
  type BatchAppendReq,
  type BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { NewEvent } from '../../events/recorded-event.js';
import { EventStoreUnavailable, type OrderedAppend } from '../event-store.js';
import type { Waiting } from './patience.js';

interface AheadOptions {
  readonly waiting: Waiting;
  /** Milliseconds that the whole call may take. */
  readonly deadline: number;
}

/**
 * Sends each append before the ones in front of it are answered, all in one call (`BatchAppend`).
 *
 * The order is kept: the server takes the appends of one call from it one by one and gives them to its one writer in that order. It
 * leaves an append out when its call was cancelled, and then all behind it too; or when it refuses it for its revision, which cannot
 * be with one writer. So the log holds the first few of the appends, whatever breaks. (Read in the server's source, not documented:
 * the caller compares the positions.) Calls for one append each have no order among themselves.
 *
 * The client's own `batchAppend` is not used. It waits for ever when the server ends the call, or never answers, or the connection
 * breaks while a write waits. This call ends with its first refusal, its end, its deadline, or the caller's wait. It is cancelled
 * in place of ended: a server whose caller ends a call sends one more answer and leaves out the others.
 * @returns the position of each append. @throws when one of them is not acknowledged; some may be stored.
 */
export const appendAhead = (
  client: EventStoreDBClient,
  appends: readonly OrderedAppend[],
  { waiting: { heard, over }, deadline }: AheadOptions,
): Promise<readonly bigint[]> =>
  client['execute'](services.StreamsClient, 'appendAhead', (calls) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly bigint[]>();
    const places = new Map(appends.map((_, place) => [correlation(place).getString(), place]));
    const positions: bigint[] = [];
    const call = calls.batchAppend(...client['callArguments']({ requiresLeader: true, deadline }));
    over.addEventListener('abort', () => call.cancel());
    call.on('error', reject);
    call.on('end', () => reject(notAcknowledged('the call ended')));
    call.on('data', (answer: BatchAppendResp) => {
      heard();
      const id = answer.getCorrelationId()?.getString() ?? '';
      const place = places.get(id);
      const position = answer.getSuccess()?.getPosition()?.getCommitPosition();
      if (place === undefined || position === undefined) {
        return reject(notAcknowledged(answer.getError()?.getMessage() || 'it was refused'));
      }
      places.delete(id);
      positions[place] = BigInt(position);
      if (places.size === 0) resolve(positions);
    });
    for (const [place, append] of appends.entries()) call.write(requestOf(append, place));
    return promise;
  });

const notAcknowledged = (why: string): EventStoreUnavailable =>
  new EventStoreUnavailable(`EventStoreDB did not acknowledge an append: ${why}`, 'unreachable');

/** Ids need to differ within a call only. */
const correlation = (place: number) =>
  new shared.UUID().setString(`00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`);

const requestOf = ({ stream, events, expected }: OrderedAppend, place: number): BatchAppendReq => {
  const name = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  const options = new messages.BatchAppendReq.Options().setStreamIdentifier(name);
  if (expected === 'no-stream') options.setNoStream(new shared.Empty());
  else options.setStreamPosition(expected.toString());
  return new messages.BatchAppendReq()
    .setCorrelationId(correlation(place))
    .setOptions(options)
    .setProposedMessagesList(events.map(proposed))
    .setIsFinal(true);
};

const proposed = ({ id, type, data, metadata }: NewEvent): BatchAppendReq.ProposedMessage => {
  const message = new messages.BatchAppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(Buffer.from(JSON.stringify(data)))
    .setCustomMetadata(Buffer.from(JSON.stringify(metadata)));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
};
