import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages, {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { appendAnswer, batchAccessDenied, batchAnswer, expectedBy, proposedBy } from './append-answers.js';
import { failures, isAccessDenied } from './failures.js';
import { nameOf } from './messages.js';
import type { Serving } from './serving.js';
import { append } from './write-rules.js';

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;
type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** One call for each append: its options first, then its events. */
export const appendCall =
  (serving: Serving) =>
  (call: AppendCall, callback: sendUnaryData<AppendResp>): void => {
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    call.on('end', () =>
      serving.inTurn(() => {
        // A cancelled request ends too, and only later shows that it was cancelled. An incomplete request is ignored.
        if (call.cancelled) return;
        try {
          answerAppend(serving, call, requests, callback);
        } catch (error) {
          callback(error as Error);
        }
      }),
    );
  };

const answerAppend = (
  serving: Serving,
  call: AppendCall,
  [header, ...proposals]: readonly AppendReq[],
  callback: sendUnaryData<AppendResp>,
): void => {
  serving.appends += 1;
  const fault = serving.appendFaults.shift();
  if (fault === 'unheard') return;
  if (fault === 'unavailable') throw failures.unavailable();
  if (fault === 'not-leader') throw serving.notLeader();
  if (fault === 'refused-no-stream') return callback(null, noStream());
  const options = header!.getOptions()!;
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectedBy(options, () => options.getRevision());
  serving.admit(call.metadata, stream, 'write');
  const events = proposals.map((request) => proposedBy(request.getProposedMessage()!));
  const outcome = append(serving.log, { stream, expected, events });
  if (fault === 'unacknowledged') return;
  if (fault === 'broken-after-storing') throw failures.unavailable('connection reset');
  const withPosition = fault !== 'answered-without-position';
  const answer = appendAnswer(outcome, { stream, expected, withPosition });
  if (fault === 'answered-late') setTimeout(() => callback(null, answer), 400).unref();
  else callback(null, answer);
};

const noStream = (): AppendResp =>
  new messages.AppendResp().setWrongExpectedVersion(
    new messages.AppendResp.WrongExpectedVersion().setCurrentNoStream(new shared.Empty()),
  );

/** All appends of a client in one call. Each comes in one or more parts and is answered by its correlation id. */
export const batchAppendCall =
  (serving: Serving) =>
  (call: BatchCall): void => {
    const begun = new Map<string, BatchAppendReq[]>();
    call.on('data', (part: BatchAppendReq) => {
      const id = correlationOf(part);
      const parts = [...(begun.get(id) ?? []), part];
      begun.set(id, parts);
      if (!part.getIsFinal()) return;
      begun.delete(id);
      serving.inTurn(() => {
        if (call.cancelled || call.writableEnded) return;
        try {
          const answer = answerBatch(serving, call, parts);
          if (answer) call.write(answer.setCorrelationId(part.getCorrelationId()));
        } catch (error) {
          call.emit('error', error as Error);
        }
      });
    });
    call.on('end', () => serving.inTurn(() => call.end()));
  };

const correlationOf = (part: BatchAppendReq): string =>
  Buffer.from(part.getCorrelationId()!.serializeBinary()).toString('hex');

const answerBatch = (
  serving: Serving,
  call: BatchCall,
  parts: readonly BatchAppendReq[],
): BatchAppendResp | undefined => {
  serving.appends += 1;
  const fault = serving.batchFaults.shift();
  if (fault === 'unheard') return undefined;
  if (fault === 'ended') return void call.end();
  if (fault === 'unavailable') throw failures.unavailable();
  const options = parts[0]!.getOptions()!;
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectedBy(options, () => options.getStreamPosition());
  try {
    serving.admit(call.metadata, stream, 'write');
  } catch (error) {
    if (isAccessDenied(error)) return batchAccessDenied(stream);
    throw error;
  }
  const events = parts.flatMap((part) => part.getProposedMessagesList()).map(proposedBy);
  const outcome = append(serving.log, { stream, expected, events });
  return fault === 'unacknowledged' ? undefined : batchAnswer(outcome, stream, expected);
};
