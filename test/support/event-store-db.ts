import { once } from 'node:events';
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerReadableStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages, {
  type AppendReq,
  type AppendResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';

const { FORWARDS } = messages.ReadReq.Options.ReadDirection;

interface Stored {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What happens to one append. `unacknowledged` is stored, `unheard` is not; neither is ever answered. */
export type AppendFault =
  | 'unacknowledged'
  | 'unheard'
  | 'broken-after-storing'
  | 'answered-without-position'
  | 'answered-late'
  | 'refused-no-stream'
  | 'not-leader'
  | 'unavailable';

/** What happens to one read or subscription. */
export type ReadFault = 'silent' | 'ended-early' | 'not-leader' | 'unavailable';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type Wanted = (event: Stored) => boolean;

const failure = (code: status, details: string, entries: Readonly<Record<string, string>> = {}) => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/**
 * EventStoreDB's streams in memory, over the client's own service definitions: appends with its rules of idempotency, reads, filtered
 * subscriptions to $all, system events in between. It plays faults on demand. It is not the real server, and proves nothing about it.
 */
export class EventStoreDbInMemory {
  readonly appendFaults: AppendFault[] = [];
  readonly readFaults: ReadFault[] = [];
  /** Where `not-leader` sends the client. */
  leader: EventStoreDbInMemory = this;
  /** Requests for an append, answered or not. */
  appends = 0;
  /** Events that went out to subscribers. */
  sent = 0;
  port = 0;
  private log: Stored[] = [];
  private readonly subscribers = new Set<ReadCall>();
  private readonly server = new Server();
  private changed = Promise.withResolvers<void>();

  static async start(port = 0): Promise<EventStoreDbInMemory> {
    const fake = new EventStoreDbInMemory();
    fake.system();
    fake.server.addService(services.StreamsService, {
      append: fake.append.bind(fake),
      read: (call: ReadCall) =>
        void fake.read(call).catch((error: unknown) => call.emit('error', error as Error)),
    });
    fake.port = await new Promise((resolve, reject) => {
      fake.server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return fake;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** A second node of the same cluster: one log. */
  share(other: EventStoreDbInMemory): void {
    this.log = other.log;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  endSubscriptions(): void {
    for (const call of this.subscribers) call.end();
  }

  breakSubscriptions(): void {
    for (const call of this.subscribers)
      call.emit('error', failure(status.UNAVAILABLE, 'node is shutting down'));
  }

  storedIn(stream: string): readonly Stored[] {
    return this.log.filter((event) => event.stream === stream);
  }

  private append(
    call: ServerReadableStream<AppendReq, AppendResp>,
    callback: sendUnaryData<AppendResp>,
  ): void {
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    // A request that was broken off ends, too, and is known to be cancelled only afterwards: half a request is none.
    call.on('end', () => setTimeout(() => call.cancelled || this.answerAppend(requests, callback)));
  }

  private answerAppend([header, ...proposals]: AppendReq[], callback: sendUnaryData<AppendResp>): void {
    this.appends += 1;
    if (proposals.length === 0) return callback(failure(status.INVALID_ARGUMENT, 'nothing to append'));
    const fault = this.appendFaults.shift();
    if (fault === 'unheard') return;
    if (fault === 'unavailable') return callback(failure(status.UNAVAILABLE, 'node is not ready'));
    if (fault === 'not-leader') return callback(this.notLeader());
    const options = header!.getOptions()!;
    const stream = Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString();
    if (fault === 'refused-no-stream') return callback(null, refusal(undefined));
    const lying = this.storedIn(stream);
    const expected = options.hasNoStream() ? -1 : Number(options.getRevision());
    const proposed = proposals.map((request) => request.getProposedMessage()!);
    const standing = lying.slice(expected + 1, expected + 1 + proposed.length);
    if (expected > lying.length - 1) return callback(null, refusal(lying.at(-1)));
    if (standing.length > 0) {
      const same = proposed.every((message, at) => message.getId()!.getString() === standing[at]?.id);
      // The real server answers a repetition too; whether it knows the position then, nothing here relies on.
      return callback(null, same ? success(standing.at(-1)!, false) : refusal(lying.at(-1)));
    }
    const stored = proposed.map((message, at) =>
      this.store({
        id: message.getId()!.getString(),
        stream,
        revision: BigInt(lying.length + at),
        type: message.getMetadataMap().get('type')!,
        data: message.getData_asU8(),
        metadata: message.getCustomMetadata_asU8(),
      }),
    );
    this.system();
    this.wake();
    if (fault === 'unacknowledged') return;
    if (fault === 'broken-after-storing') return callback(failure(status.UNAVAILABLE, 'connection reset'));
    const answer = success(stored.at(-1)!, fault !== 'answered-without-position');
    if (fault === 'answered-late') setTimeout(() => callback(null, answer), 400).unref();
    else callback(null, answer);
  }

  private store(event: Omit<Stored, 'position'>): Stored {
    const stored = { ...event, position: BigInt(this.log.length) * 137n };
    this.log.push(stored);
    return stored;
  }

  private system(): void {
    const stream = '$scavenges-survey-2565';
    const revision = BigInt(this.storedIn(stream).length);
    const data = Buffer.from('not JSON');
    this.store({ id: crypto.randomUUID(), stream, revision, type: '$scavenge', data, metadata: Buffer.of() });
  }

  private wake(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers<void>();
  }

  private notLeader() {
    const entries = {
      exception: 'not-leader',
      'leader-endpoint-host': '127.0.0.1',
      'leader-endpoint-port': `${this.leader.port}`,
    };
    return failure(status.NOT_FOUND, 'Leader info available', entries);
  }

  private async read(call: ReadCall): Promise<void> {
    const fault = this.readFaults.shift();
    if (fault === 'silent') return;
    if (fault === 'unavailable') throw failure(status.UNAVAILABLE, 'node is not ready');
    if (fault === 'not-leader') throw this.notLeader();
    const options = call.request.getOptions()!;
    if (options.hasSubscription()) return this.follow(call);
    const events = options.hasStream() ? this.streamEvents(call) : this.allEvents(call);
    const counted = events?.slice(0, Math.min(Number(options.getCount()), events.length));
    for (const event of counted?.slice(0, fault === 'ended-early' ? 1 : undefined) ?? []) {
      if (!call.write(message(event))) await once(call, 'drain');
    }
    call.end();
  }

  private streamEvents(call: ReadCall): Stored[] | undefined {
    const options = call.request.getOptions()!;
    const wanted = options.getStream()!;
    const identifier = wanted.getStreamIdentifier()!;
    const lying = this.storedIn(Buffer.from(identifier.getStreamName_asU8()).toString());
    if (lying.length === 0) {
      const notFound = new messages.ReadResp.StreamNotFound();
      notFound.setStreamIdentifier(identifier);
      call.write(new messages.ReadResp().setStreamNotFound(notFound));
      return undefined;
    }
    const from = wanted.hasRevision() ? BigInt(wanted.getRevision()) : undefined;
    if (options.getReadDirection() === FORWARDS)
      return lying.filter(({ revision }) => revision >= (from ?? 0n));
    return lying.filter(({ revision }) => from === undefined || revision <= from).reverse();
  }

  private allEvents(call: ReadCall): Stored[] {
    const options = call.request.getOptions()!;
    const position = options.getAll()!.getPosition();
    const from = position && BigInt(position.getCommitPosition());
    if (options.getReadDirection() === FORWARDS)
      return this.log.filter((event) => event.position >= (from ?? 0n));
    return this.log.filter((event) => from === undefined || event.position < from).reverse();
  }

  private async follow(call: ReadCall): Promise<void> {
    const options = call.request.getOptions()!;
    const position = options.getAll()!.getPosition();
    const prefixes = options.getFilter()!.getStreamIdentifier()!.getPrefixList();
    const wanted: Wanted = ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
    let after = position ? BigInt(position.getCommitPosition()) : -1n;
    let live = false;
    this.subscribers.add(call);
    const closed = new Promise((resolve) => call.on('close', resolve));
    call.on('close', () => this.subscribers.delete(call));
    const confirmation = new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId('s');
    call.write(new messages.ReadResp().setConfirmation(confirmation));
    while (!call.cancelled && !call.writableEnded) {
      const { promise } = this.changed;
      const events = this.log.filter((event) => event.position > after);
      for (const event of events) {
        if (call.cancelled || call.writableEnded) return;
        after = event.position;
        if (!wanted(event)) continue;
        this.sent += 1;
        if (!call.write(message(event))) await Promise.race([once(call, 'drain'), closed]);
      }
      if (events.length > 0) continue;
      if (!live) call.write(new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp()));
      live = true;
      await promise;
    }
  }
}

const success = (last: Stored, withPosition: boolean): AppendResp => {
  const answer = new messages.AppendResp.Success().setCurrentRevision(last.revision.toString());
  if (withPosition) {
    const position = new messages.AppendResp.Position();
    position.setCommitPosition(last.position.toString()).setPreparePosition(last.position.toString());
    answer.setPosition(position);
  } else answer.setNoPosition(new shared.Empty());
  return new messages.AppendResp().setSuccess(answer);
};

const refusal = (last: Stored | undefined): AppendResp => {
  const refused = new messages.AppendResp.WrongExpectedVersion();
  if (last) refused.setCurrentRevision(last.revision.toString());
  else refused.setCurrentNoStream(new shared.Empty());
  return new messages.AppendResp().setWrongExpectedVersion(refused);
};

const message = ({ id, stream, revision, position, type, data, metadata }: Stored): ReadResp => {
  const recorded = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setStreamRevision(revision.toString())
    .setCommitPosition(position.toString())
    .setPreparePosition(position.toString())
    .setCustomMetadata(metadata)
    .setData(data);
  const contentType = stream.startsWith('$') ? 'application/octet-stream' : 'application/json';
  recorded.getMetadataMap().set('type', type).set('content-type', contentType).set('created', '0');
  const event = new messages.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position.toString());
  return new messages.ReadResp().setEvent(event);
};
