import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { EventLog, JSON_TYPE } from './support/event-store-db/log.js';
import type { Recipient } from './support/event-store-db/sending.js';
import { Subscription } from './support/event-store-db/subscriptions.js';

/** A reader that takes a message only when the test allows it. */
class SlowReader implements Recipient {
  open = true;
  readonly taken: string[] = [];
  failure: Error | undefined;
  private allowed = 0;
  private readonly waiting: (() => void)[] = [];

  async send(message: ReadResp): Promise<boolean> {
    if (this.allowed === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.allowed -= 1;
    this.taken.push(message.hasCaughtUp() ? 'caught up' : message.hasConfirmation() ? 'confirmed' : 'event');
    return this.open;
  }

  async take(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      this.allowed += 1;
      this.waiting.shift()?.();
      await pause(1);
    }
  }

  fail(error: Error): void {
    this.failure = error;
    this.open = false;
  }

  end(): void {
    this.open = false;
  }

  onClose(): void {
    // closed only at the test's end
  }
}

/** When the real server drops a subscriber. There it depends on milliseconds, here on messages. */
describe('The stand-in for EventStoreDB drops a subscriber', () => {
  let log: EventLog;
  let reader: SlowReader;
  const append = (count: number) =>
    log.append(
      'followed',
      Array.from({ length: count }, () => ({
        id: crypto.randomUUID(),
        type: 'Happened',
        contentType: JSON_TYPE,
        data: Buffer.from('{}'),
        metadata: Buffer.of(),
      })),
    );
  const follow = (): void => {
    const options = new messages.ReadReq.Options()
      .setAll(new messages.ReadReq.Options.AllOptions().setStart(new shared.Empty()))
      .setSubscription(new messages.ReadReq.Options.SubscriptionOptions());
    const subscription = new Subscription(log, reader, () => undefined);
    void subscription.run(new messages.ReadReq().setOptions(options));
  };
  const dropped = (state: string) =>
    expect.objectContaining({
      code: 10,
      details: `Operation timed out: Consumer too slow to handle event while ${state}. Client resubscription required.`,
    });
  const CONFIRMED = 1;
  const CAUGHT_UP = 1;
  beforeEach(() => {
    log = new EventLog();
    reader = new SlowReader();
  });

  it('that is live, when a message comes and 32 are unsent', async () => {
    follow();
    await reader.take(CONFIRMED);
    await pause(5);
    await reader.take(CAUGHT_UP);
    append(32);
    expect(reader.failure).toBeUndefined();
    append(1);
    expect(reader.failure).toEqual(dropped('live'));
  });

  it('that reads the events which arrived while it caught up', async () => {
    append(5);
    follow();
    await reader.take(CONFIRMED + 4);
    append(10);
    await reader.take(1);
    await pause(5);
    append(33);
    expect(reader.failure).toEqual(dropped('transitioning to live'));
  });

  it('never for events stored before it came, however slowly it reads', async () => {
    append(500);
    follow();
    await reader.take(CONFIRMED + 100);
    append(500);
    await reader.take(900);
    await pause(5);
    await reader.take(CAUGHT_UP);
    expect(reader.failure).toBeUndefined();
    expect(reader.taken.filter((what) => what === 'event')).toHaveLength(1_000);
    expect(reader.taken.at(-1)).toBe('caught up');
  });
});
