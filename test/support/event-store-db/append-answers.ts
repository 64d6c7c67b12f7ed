import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses, { type Status } from '@eventstore/db-client/generated/status_pb.js';
import messages, {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { failures } from './failures.js';
import type { Proposed } from './log.js';
import { identifierOf } from './messages.js';
import { MAXIMUM_APPEND_SIZE, type Expected, type Outcome } from './write-rules.js';

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

export const proposedBy = (message: ProposedMessage): Proposed => ({
  id: message.getId()!.getString(),
  type: message.getMetadataMap().get('type')!,
  contentType: message.getMetadataMap().get('content-type')!,
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** The expectation of a request about its stream. Without another one it names a revision. */
export const expectedBy = (
  options: { hasAny(): boolean; hasNoStream(): boolean; hasStreamExists(): boolean },
  revision: () => string,
): Expected => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : BigInt(revision());
};

/** @throws Failure when the server refuses with an error in place of an answer. */
export const appendAnswer = (
  outcome: Outcome,
  { stream, expected, withPosition }: { stream: string; expected: Expected; withPosition: boolean },
): AppendResp => {
  const answer = new messages.AppendResp();
  switch (outcome.kind) {
    case 'too large':
      throw failures.tooLarge(MAXIMUM_APPEND_SIZE);
    case 'stream deleted':
      throw failures.streamDeleted(stream);
    case 'success': {
      const success = new messages.AppendResp.Success();
      if (outcome.last < 0n) success.setNoStream(new shared.Empty());
      else success.setCurrentRevision(outcome.last.toString());
      const position = outcome.position.toString();
      if (withPosition)
        success.setPosition(
          new messages.AppendResp.Position().setCommitPosition(position).setPreparePosition(position),
        );
      else success.setNoPosition(new shared.Empty());
      return answer.setSuccess(success);
    }
    case 'wrong version': {
      const refused = new messages.AppendResp.WrongExpectedVersion();
      if (outcome.actual < 0n) refused.setCurrentNoStream(new shared.Empty());
      else refused.setCurrentRevision(outcome.actual.toString());
      if (expected === 'no-stream') refused.setExpectedNoStream(new shared.Empty());
      else if (expected === 'stream-exists') refused.setExpectedStreamExists(new shared.Empty());
      else if (expected === 'any') refused.setExpectedAny(new shared.Empty());
      else refused.setExpectedRevision(expected.toString());
      return answer.setWrongExpectedVersion(refused);
    }
  }
};

/** In a batch no refusal fails the call: each answer carries its own. */
export const batchAnswer = (outcome: Outcome, stream: string, expected: Expected): BatchAppendResp => {
  const answer = new messages.BatchAppendResp().setStreamIdentifier(identifierOf(stream));
  switch (outcome.kind) {
    case 'too large':
      return answer.setError(
        refusal(
          'MaximumAppendSizeExceeded',
          new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAXIMUM_APPEND_SIZE),
        ),
      );
    case 'stream deleted':
      return answer.setError(
        refusal('StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream))),
      );
    case 'success': {
      const position = outcome.position.toString();
      const success = new messages.BatchAppendResp.Success().setPosition(
        new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position),
      );
      if (outcome.last < 0n) success.setNoStream(new shared.Empty());
      else success.setCurrentRevision(outcome.last.toString());
      return answer.setSuccess(success);
    }
    case 'wrong version': {
      const refused = new shared.WrongExpectedVersion();
      if (outcome.actual < 0n) refused.setCurrentNoStream(new shared.Empty());
      else refused.setCurrentStreamRevision(outcome.actual.toString());
      if (expected === 'no-stream') refused.setExpectedNoStream(new shared.Empty());
      else if (expected === 'stream-exists') refused.setExpectedStreamExists(new shared.Empty());
      else if (expected === 'any') refused.setExpectedAny(new shared.Empty());
      else refused.setExpectedStreamPosition(expected.toString());
      return answer.setError(refusal('WrongExpectedVersion', refused));
    }
  }
};

export const batchAccessDenied = (stream: string): BatchAppendResp =>
  new messages.BatchAppendResp()
    .setStreamIdentifier(identifierOf(stream))
    .setError(refusal('AccessDenied', new shared.AccessDenied()));

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const bytesField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.from([number * 8 + 2, ...varint(bytes.length), ...bytes]);

/** `google.rpc.Status` with its details. The client's package has no constructor for `Any`, so its bytes are written directly. */
const refusal = (name: string, details: { serializeBinary(): Uint8Array }): Status => {
  const type = bytesField(1, Buffer.from(`type.googleapis.com/event_store.client.${name}`));
  const any = Buffer.concat([type, bytesField(2, details.serializeBinary())]);
  return statuses.Status.deserializeBinary(bytesField(3, any));
};
