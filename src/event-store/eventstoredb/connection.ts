import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../event-store.js';
import { isSilence } from './failures.js';
import { answeredWithin, type Waiting } from './patience.js';

/** Number of consecutive unanswered requests after which the node counts as hanging. */
const SILENCES = 2;
/** Seconds that the client waits for a node when it looks for the leader; its own 5 are longer than a request may take. */
const GOSSIP_TIMEOUT = 1;
/** Milliseconds that an ended client gets to finish its calls. Some calls may never end. */
const FAREWELL = 1_000;

/** One client of the server, and the outcome of its requests. */
class Line {
  private readonly ending = new AbortController();
  private answeredAt = -Infinity;
  private silences = 0;

  constructor(readonly client: EventStoreDBClient) {}

  /** Aborts when another client takes its place, or the connection is closed. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  answered(): void {
    this.answeredAt = performance.now();
    this.silences = 0;
  }

  /** @returns whether the node hangs: a client that was never answered is not asked twice. */
  unanswered(since: number): boolean {
    if (this.answeredAt > since) return false; // the node lives, only this request was lost
    this.silences += 1;
    return this.silences >= SILENCES || this.answeredAt === -Infinity;
  }

  async end(): Promise<void> {
    this.ending.abort();
    await answeredWithin(FAREWELL, () => this.client.dispose()).catch(() => undefined);
    const channel = await answeredWithin(FAREWELL, () => this.client['getChannel']()).catch(() => undefined);
    channel?.close();
  }
}

/**
 * The connection to the server. The client changes nodes when a node refuses to serve, but keeps asking a node that accepts connections
 * and never answers. So a client without answers is replaced by a new one, which asks all nodes for the leader.
 */
export class Connection {
  private line: Line;
  private closed = false;
  /** How often a client was replaced. */
  renewals = 0;

  /** @throws EventStoreUnavailable when the URL cannot be read. */
  constructor(private readonly url: string) {
    this.line = new Line(connect(url));
  }

  /** The client of this moment; `ended` aborts when another takes its place. */
  get current(): { readonly client: EventStoreDBClient; readonly ended: AbortSignal } {
    return this.line;
  }

  /**
   * Makes one request.
   * @throws EventStoreUnavailable when nothing comes within the limit, or the client is replaced meanwhile; else what `work` throws.
   */
  async ask<T>(
    milliseconds: number,
    work: (client: EventStoreDBClient, waiting: Waiting) => Promise<T>,
  ): Promise<T> {
    this.ensureOpen();
    const { line } = this;
    const begun = performance.now();
    try {
      const answer = await answeredWithin(milliseconds, (waiting) => work(line.client, waiting), line.ended);
      line.answered();
      return answer;
    } catch (error) {
      if (!isSilence(error)) line.answered();
      else if (line.unanswered(begun)) this.renew(line);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.line.end();
  }

  ensureOpen(): void {
    if (this.closed) throw new EventStoreUnavailable('the connection to EventStoreDB is closed', 'closed');
  }

  /** Many requests find out at the same time; one of them acts. */
  private renew(silent: Line): void {
    if (silent !== this.line || this.closed) return;
    this.renewals += 1;
    this.line = new Line(connect(this.url));
    void silent.end();
  }
}

const connect = (url: string): EventStoreDBClient => {
  let client: EventStoreDBClient;
  try {
    client = EventStoreDBClient.connectionString(withGossipTimeout(url));
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new EventStoreUnavailable(`EventStoreDB's URL cannot be read: ${reason}`, 'unreachable', {
      cause: error,
    });
  }
  // All appends of a process would share one call to the server (`BatchAppend`): it has no deadline, a second answer to the same request
  // or a connection lost while writes wait ends the process, and `requiresLeader` counts for the first only. Without that feature the
  // client makes a call for each append.
  return Object.assign(client, { supports: () => Promise.resolve(false) });
};

/** What the URL says of it itself counts. */
const withGossipTimeout = (url: string): string => {
  if (/[?&]gossipTimeout=/i.test(url)) return url;
  const [, address, options] = /^([^?]*)\??(.*)$/s.exec(url)!;
  return `${address}?${options ? `${options}&` : ''}gossipTimeout=${GOSSIP_TIMEOUT}`;
};
