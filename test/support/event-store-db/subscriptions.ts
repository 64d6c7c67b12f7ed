import { setImmediate as turn } from 'node:timers/promises';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { failures } from './failures.js';
import type { EventLog, Stored } from './log.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage } from './messages.js';
import type { Recipient } from './sending.js';

/** Unsent messages that the server keeps for a live subscriber. It drops the subscriber at one more. */
const MOST_UNSENT = 32;
/** Events that the server reads at a time, and the default interval between two checkpoints. */
const PAGE = 32;

interface Wish {
  /** Events up to this position are not sent. */
  readonly after: bigint;
  readonly wanted: (event: Stored) => boolean;
  /** Events between two checkpoints. A subscriber without a filter gets no checkpoints. */
  readonly checkpointEvery: number;
}

const wishOf = (log: EventLog, request: ReadReq): Wish => {
  const options = request.getOptions()!;
  const from = options.getAll()!;
  const last = log.events.at(-1)?.position ?? -1n;
  const position = from.getPosition();
  const after = position ? BigInt(position.getCommitPosition()) : from.hasEnd() ? last : -1n;
  const filter = options.getFilter();
  if (!filter) return { after, wanted: () => true, checkpointEvery: Infinity };
  const expression = (filter.getStreamIdentifier() ?? filter.getEventType())!;
  const [prefixes, regex] = [expression.getPrefixList(), new RegExp(expression.getRegex())];
  const matches = (name: string) =>
    prefixes.length > 0 ? prefixes.some((prefix) => name.startsWith(prefix)) : regex.test(name);
  const checkpointEvery =
    filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : PAGE);
  const wanted = ({ stream, type }: Stored) => matches(filter.hasStreamIdentifier() ? stream : type);
  return { after, wanted, checkpointEvery };
};

/**
 * A subscription to `$all`. It reads stored events as fast as its reader takes them. After the end of the log it gets
 * every new event at once and keeps a few unsent ones. A reader with too many unsent events is dropped.
 */
export class Subscription {
  private state: 'live' | 'transitioning to live' = 'transitioning to live';
  private readonly unsent: ReadResp[] = [];
  private arrived = Promise.withResolvers<void>();
  private seen = 0;

  constructor(
    private readonly log: EventLog,
    private readonly sending: Recipient,
    private readonly onSent: () => void,
  ) {}

  async run(request: ReadReq): Promise<void> {
    const { log, sending } = this;
    const wish = wishOf(log, request);
    if (wish.after >= 0n && !log.mayBeReadFrom(wish.after)) throw failures.handlerThrew();
    await sending.send(confirmationMessage());
    let next = log.indexFrom(wish.after + 1n);
    for (let atEnd = false; sending.open && !atEnd;) {
      // Decided when the page is read: events that arrive while it is sent are read again after the registration.
      atEnd = next + PAGE >= log.events.length;
      next = await this.sendStored(wish, next, next + PAGE);
    }
    await turn();
    const registered = log.events.length;
    sending.onClose(log.listen((events) => this.keep(wish, events)));
    while (sending.open && next < registered)
      next = await this.sendStored(wish, next, Math.min(registered, next + PAGE));
    this.state = 'live';
    await sending.send(caughtUpMessage());
    await this.sendUnsent();
  }

  end(): void {
    this.sending.end();
  }

  fail(error: Error): void {
    this.sending.fail(error);
  }

  /** Drops the subscriber as the server does when it falls behind. */
  drop(): void {
    this.fail(failures.tooSlow(this.state));
  }

  private *messagesFor({ wanted, checkpointEvery }: Wish, event: Stored): Generator<ReadResp> {
    if (wanted(event)) {
      this.onSent();
      yield eventMessage(event);
    }
    this.seen += 1;
    if (this.seen % checkpointEvery === 0) yield checkpointMessage(event.position);
  }

  private async sendStored(wish: Wish, from: number, to: number): Promise<number> {
    const events = this.log.events.slice(from, to);
    for (const event of events) {
      for (const message of this.messagesFor(wish, event)) {
        if (!(await this.sending.send(message))) return from;
      }
    }
    return from + events.length;
  }

  private keep(wish: Wish, events: readonly Stored[]): void {
    for (const event of events) {
      if (event.position <= wish.after) continue;
      for (const message of this.messagesFor(wish, event)) {
        if (!this.sending.open) return;
        if (this.unsent.length === MOST_UNSENT) return this.drop();
        this.unsent.push(message);
      }
    }
    this.arrived.resolve();
  }

  private async sendUnsent(): Promise<void> {
    this.sending.onClose(() => this.arrived.resolve());
    while (this.sending.open) {
      const message = this.unsent.shift();
      if (message) await this.sending.send(message);
      else {
        await this.arrived.promise;
        this.arrived = Promise.withResolvers();
      }
    }
  }
}
