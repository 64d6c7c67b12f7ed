import {
  jsonEvent,
  NO_STREAM,
  StreamDeletedError,
  WrongExpectedVersionError,
  type AppendToStreamOptions,
} from '@eventstore/db-client';
import type { NewEvent, RecordedEvent } from '../../events/recorded-event.js';
import { StreamTakenAway } from '../damaged-stream.js';
import {
  OrderLost,
  RevisionConflict,
  type AppendResult,
  type ExpectedRevision,
  type OrderedAppend,
  type ReadStreamOptions,
} from '../event-store.js';
import { appendAhead } from './append-ahead.js';
import type { Connection } from './connection.js';
import { unavailableBy } from './failures.js';
import { patiently, type Limit, type Patience } from './patience.js';

/** Reads a stream in one request. */
type ReadOnce = (
  stream: string,
  options: ReadStreamOptions,
  limit: Limit,
) => Promise<readonly RecordedEvent[]>;

/** Appends to the server. Every request names a revision, so a repetition is harmless. */
export class Appender {
  constructor(
    private readonly connection: Connection,
    private readonly patience: Patience,
    private readonly readOnce: ReadOnce,
  ) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    return expected === 'any'
      ? this.appendAnywhere(stream, events)
      : this.appendAt({ stream, events, expected });
  }

  /** @throws OrderLost, and what `append` throws. */
  async appendInOrder(appends: readonly OrderedAppend[]): Promise<void> {
    let last = -1n;
    for (const [at, position] of (await this.positionsOf(appends)).entries()) {
      if (position <= last) throw new OrderLost(appends[at]!.stream);
      last = position;
    }
  }

  /** Sends all ahead. If one of them is not acknowledged, each is sent again alone: what is stored already gets its position again. */
  private async positionsOf(appends: readonly OrderedAppend[]): Promise<readonly bigint[]> {
    const { attempt, patience } = this.patience;
    try {
      return await this.connection.ask(attempt, (client, waiting) =>
        appendAhead(client, appends, { waiting, deadline: patience }),
      );
    } catch (error) {
      if (!unavailableBy(error)) throw error;
    }
    const positions: bigint[] = [];
    for (const each of appends) positions.push((await this.appendAt(each)).position);
    return positions;
  }

  private appendAt(append: OrderedAppend): Promise<AppendResult> {
    return patiently(this.patience, (limit) => this.appendOnce(append, limit));
  }

  /** The events' ids make a repetition harmless, whatever became of the attempt before. */
  private async appendOnce(append: OrderedAppend, limit: Limit): Promise<AppendResult> {
    const { stream, events, expected } = append;
    const deadline = limit();
    try {
      const options: AppendToStreamOptions = {
        expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
        requiresLeader: true,
        deadline,
      };
      const proposed = events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata }));
      const { nextExpectedRevision, position } = await this.connection.ask(deadline, (client) =>
        client.appendToStream(stream, proposed, options),
      );
      if (position && position.commit === position.prepare) {
        return { revision: nextExpectedRevision, position: position.commit };
      }
    } catch (error) {
      if (error instanceof StreamDeletedError) throw new StreamTakenAway(stream, undefined, { cause: error });
      if (!(error instanceof WrongExpectedVersionError)) throw error;
    }
    // The append was refused, or acknowledged without a position. The current content of the stream gives the result.
    return this.answerByLog(append, limit);
  }

  private async answerByLog(
    { stream, events, expected }: OrderedAppend,
    limit: Limit,
  ): Promise<AppendResult> {
    const from = expected === 'no-stream' ? 0n : expected + 1n;
    const standing = await this.readOnce(stream, { from, limit: events.length }, limit);
    const end = standing.at(-1);
    if (end && standing.length === events.length && standing.every(({ id }, at) => id === events[at]!.id)) {
      return { revision: end.revision, position: end.position };
    }
    const [actual] = await this.readOnce(stream, { direction: 'backwards', limit: 1 }, limit);
    throw new RevisionConflict(stream, expected, actual?.revision ?? 'no-stream');
  }

  /** The server's own idempotency is only a memory of recent events when it is given no revision, so it always is. */
  private async appendAnywhere(stream: string, events: readonly NewEvent[]): Promise<AppendResult> {
    for (;;) {
      const lying = await patiently(this.patience, (limit) => this.readOnce(stream, {}, limit));
      const end = lying.at(-1)?.revision ?? 'no-stream';
      const start = lying.findIndex(({ id }) => id === events[0]!.id);
      if (start >= 0) {
        const before = lying[start]!.revision;
        const expected = before === 0n ? 'no-stream' : before - 1n;
        return patiently(this.patience, (limit) => this.answerByLog({ stream, events, expected }, limit));
      }
      try {
        return await this.appendAt({ stream, events, expected: end });
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }
}
