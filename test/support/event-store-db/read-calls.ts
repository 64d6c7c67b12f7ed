import { failures } from './failures.js';
import { eventMessage, notFoundMessage } from './messages.js';
import { eventsOfAll, eventsOfStream, streamRead } from './reads.js';
import { Sending, type ReadCall } from './sending.js';
import type { Serving } from './serving.js';
import { Subscription } from './subscriptions.js';

/** Reads of a stream and of `$all`, and subscriptions to `$all`: the server has one call for all three. */
export const readCall =
  (serving: Serving) =>
  (call: ReadCall): void => {
    const sending = new Sending(call);
    read(serving, call, sending).catch((error: unknown) => sending.fail(error as Error));
  };

const read = async (serving: Serving, call: ReadCall, sending: Sending): Promise<void> => {
  const { request, metadata } = call;
  const fault = serving.readFaults.shift();
  if (fault === 'silent') return;
  if (fault === 'unavailable') throw failures.unavailable();
  if (fault === 'not-leader') throw serving.notLeader();
  const stream = streamRead(request);
  serving.admit(metadata, stream, 'read');
  const options = request.getOptions()!;
  if (options.hasSubscription() && options.hasStream())
    throw failures.notPlayed('subscription to a stream: the product has none');
  if (options.hasSubscription()) return follow(serving, call, sending);
  const events = options.hasStream()
    ? eventsOfStream(serving.log, request)
    : eventsOfAll(serving.log, request);
  if (!events) await sending.send(notFoundMessage(stream));
  for (const event of events?.slice(0, fault === 'ended-early' ? 1 : undefined) ?? []) {
    if (!(await sending.send(eventMessage(event)))) return;
  }
  sending.end();
};

const follow = async (serving: Serving, { request }: ReadCall, sending: Sending): Promise<void> => {
  const subscription = new Subscription(serving.log, sending, () => (serving.sent += 1));
  serving.subscriptions.add(subscription);
  sending.onClose(() => serving.subscriptions.delete(subscription));
  await subscription.run(request);
};
