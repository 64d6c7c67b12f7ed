import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import messages, {
  type DeleteReq,
  type DeleteResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { expectedBy } from './append-answers.js';
import { failures } from './failures.js';
import { nameOf } from './messages.js';
import type { Serving } from './serving.js';
import { remove, type Expected } from './write-rules.js';

export const deleteCall =
  (serving: Serving) =>
  (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>): void => {
    answer(callback, () => {
      const position = positionOfRemoval(serving, call, false);
      return new messages.DeleteResp().setPosition(
        new messages.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position),
      );
    });
  };

export const tombstoneCall =
  (serving: Serving) =>
  (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, callback: sendUnaryData<TombstoneResp>): void => {
    answer(callback, () => {
      const position = positionOfRemoval(serving, call, true);
      return new messages.TombstoneResp().setPosition(
        new messages.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position),
      );
    });
  };

const answer = <T>(callback: sendUnaryData<T>, work: () => T): void => {
  let answered: T;
  try {
    answered = work();
  } catch (error) {
    return callback(error as Error);
  }
  callback(null, answered);
};

/** The numbers in the server's errors for an expectation that is no revision. */
const NUMBERS = { 'no-stream': -1n, any: -2n, 'stream-exists': -4n } as const;

const positionOfRemoval = (
  serving: Serving,
  { metadata, request }: ServerUnaryCall<DeleteReq, unknown> | ServerUnaryCall<TombstoneReq, unknown>,
  forEver: boolean,
): string => {
  const options = request.getOptions()!;
  const stream = nameOf(options.getStreamIdentifier());
  serving.admit(metadata, stream, 'delete');
  const expected: Expected = expectedBy(options, () => options.getRevision());
  const outcome = remove(serving.log, { stream, expected, forEver });
  if (outcome.kind === 'stream deleted') throw failures.streamDeleted(stream);
  if (outcome.kind === 'wrong version') {
    const number = typeof expected === 'bigint' ? expected : NUMBERS[expected];
    throw failures.wrongVersion(stream, number, outcome.actual);
  }
  return outcome.position.toString();
};
