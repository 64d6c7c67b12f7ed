import shared, { type StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import messages, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Stored } from './log.js';

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier!.getStreamName_asU8()).toString();

export const identifierOf = (stream: string): StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

export const eventMessage = (stored: Stored): ReadResp => {
  const position = stored.position.toString();
  const recorded = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(stored.id))
    .setStreamIdentifier(identifierOf(stored.stream))
    .setStreamRevision(stored.revision.toString())
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setCustomMetadata(stored.metadata)
    .setData(stored.data);
  recorded
    .getMetadataMap()
    .set('type', stored.type)
    .set('content-type', stored.contentType)
    .set('created', stored.created.toString());
  const event = new messages.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position);
  return new messages.ReadResp().setEvent(event);
};

export const notFoundMessage = (stream: string): ReadResp =>
  new messages.ReadResp().setStreamNotFound(
    new messages.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)),
  );

export const confirmationMessage = (): ReadResp =>
  new messages.ReadResp().setConfirmation(
    new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID()),
  );

export const caughtUpMessage = (): ReadResp =>
  new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp());

export const checkpointMessage = (position: bigint): ReadResp =>
  new messages.ReadResp().setCheckpoint(
    new messages.ReadResp.Checkpoint()
      .setCommitPosition(position.toString())
      .setPreparePosition(position.toString()),
  );
