import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../basics/clock.js';
import { commandId, eventId, uuidV5 } from '../event-store/command-id.js';
import type { Category, DomainEvent, EventsOf, RecordedIn } from '../events/domain-event.js';
import { eventTypes } from '../events/event-types.js';
import type { NewEvent } from '../events/recorded-event.js';
import { EventStore, RevisionConflict } from '../event-store/event-store.js';
import { firstBreak } from '../event-store/chain-walk.js';
import { UnreadableRecord } from '../event-store/damaged-stream.js';
import { CHAIN_START, eventHash } from '../event-store/hash-chain.js';
import { toEventIn } from '../events/upcasting.js';
import { asJson, type JsonObject } from '../basics/json.js';
import { tracedAppends, tracedCommands } from '../basics/trace-points.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import type { CommandContext } from './command-context.js';
import { commandHash, isHashOf } from './command-hash.js';
import type { StreamModel } from './stream-model.js';

/** The state of a stream when it was read. `revision` is -1 if the stream does not exist. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: bigint;
}

/** The state that a decision is based on. */
export interface Current<State> extends Loaded<State> {
  /**
   * Whether the state was read for this decision. A cached state may be old. An append on an old state is refused.
   * A refusal based on a cached state is decided again on a fresh read. A decision that is not fresh may therefore use
   * cached states of other streams, if an old state can only refuse what a new state allows.
   */
  readonly fresh: boolean;
}

/** A command that was executed, now or when it was first sent. */
export interface Executed {
  /** Derived from the idempotency key. Anything a command creates takes its id from it, so a retry gives the same id. */
  readonly commandId: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** The command's name and content (parameters and body). They distinguish a retry from a reused key. */
export interface CommandToRun {
  readonly name: string;
  readonly content: JsonObject;
}

interface Target<State, Of extends Category> {
  readonly stream: string;
  readonly model: StreamModel<State, Of>;
}

type Decide<State, Of extends Category> = (
  current: Current<State>,
  now: Date,
  commandId: string,
) => readonly EventsOf[Of][] | Promise<readonly EventsOf[Of][]>;

interface Handled extends Executed {
  readonly commandHash: string;
}

interface Snapshot<State> extends Loaded<State> {
  readonly hash: string;
  /** Every command of the stream, by id. Each stream has one map, and entries are only added: a handled command stays handled. */
  readonly handled: Map<string, Handled>;
}

/** After a conflict the decision is repeated on the fresh state. After this many attempts the sender gets an error. */
const MAX_ATTEMPTS = 8;
const CACHED_STREAMS = 20_000;

/**
 * The only path of the write side: fold the stream, decide, append at the revision that the decision used.
 * The first decision uses the cached state, without a read. After a conflict or a refusal that state may have been old,
 * so newer events are read and the decision is repeated. A save that must not overwrite newer changes checks If-Match in `decide`.
 */
@Injectable()
export class DecideAndAppend {
  private readonly snapshots = new LRUCache<string, Snapshot<unknown>>({ max: CACHED_STREAMS });

  constructor(
    private readonly eventStore: EventStore,
    private readonly clock: Clock,
  ) {}

  /** The stream's current state: the cached state plus all events appended since, by this process or another. */
  async load<State, Of extends Category>(
    stream: string,
    model: StreamModel<State, Of>,
  ): Promise<Loaded<State>> {
    return this.snapshot(stream, model);
  }

  /** The cached state, if it contains this revision. Otherwise the current state, which may end before it. */
  async recall<State, Of extends Category>(
    stream: string,
    model: StreamModel<State, Of>,
    revision: bigint,
  ): Promise<Loaded<State>> {
    const cached = this.remembered<State>(stream);
    return cached && cached.revision >= revision ? cached : this.snapshot(stream, model);
  }

  /**
   * Executes one command once.
   * @throws what `decide` throws (then nothing is written); Problem `idempotency-key-reused`, `concurrent-change`.
   */
  execute<State, Of extends Category>(
    target: Target<State, Of>,
    command: CommandToRun,
    context: CommandContext,
    decide: Decide<State, Of>,
  ): Promise<Executed> {
    const attempts = () => this.attempt(target, command, context, decide);
    return tracedCommands.tracePromise(attempts, { command: command.name });
  }

  private async attempt<State, Of extends Category>(
    { stream, model }: Target<State, Of>,
    command: CommandToRun,
    context: CommandContext,
    decide: Decide<State, Of>,
  ): Promise<Executed> {
    const id = commandId(context.actor.sub, stream, context.idempotencyKey);
    let remembered = this.remembered<State>(stream);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const fresh = remembered === undefined;
      const current: Snapshot<State> = remembered ?? (await this.snapshot(stream, model));
      remembered = undefined;
      const earlier = current.handled.get(id);
      if (earlier) {
        if (!isHashOf(earlier.commandHash, command)) throw problems.idempotencyKeyReused();
        return earlier;
      }
      const now = context.time ?? this.clock.now();
      let decided: readonly EventsOf[Of][];
      try {
        decided = await decide({ ...current, fresh }, now, id);
      } catch (error) {
        if (fresh || !(error instanceof Problem)) throw error;
        continue;
      }
      if (decided.length === 0) throw new Error(`${command.name} decided nothing`);
      const envelope = {
        time: now.toISOString(),
        actor: { ...context.actor },
        correlationId: context.correlationId,
        commandId: id,
        command: command.name,
        commandHash: commandHash(command),
      };
      const events = chained(stream, current, decided, envelope);
      try {
        const expected = current.revision === -1n ? 'no-stream' : current.revision;
        const result = await tracedAppends.tracePromise(
          () => this.eventStore.append(stream, events, expected),
          { category: model.category, events: events.length },
        );
        const recorded = events.map((event, index) =>
          toEventIn(model.category, {
            ...event,
            stream,
            revision: current.revision + BigInt(index) + 1n,
            position: result.position,
          }),
        );
        this.remember(stream, advance(current, model, recorded));
        return { commandId: id, ...result };
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
    throw problems.concurrentChange();
  }

  /** A decision on an altered event would bury the alteration. */
  private async snapshot<State, Of extends Category>(
    stream: string,
    model: StreamModel<State, Of>,
  ): Promise<Snapshot<State>> {
    const cached = this.remembered<State>(stream) ?? {
      state: model.initialState,
      revision: -1n,
      hash: CHAIN_START,
      handled: new Map(),
    };
    const newer = await this.eventStore.readStream(stream, { from: cached.revision + 1n });
    if (newer.length === 0) return cached;
    const broken = firstBreak(cached, newer);
    if (broken) {
      const { revision, position } = broken;
      throw this.eventStore.noteDamage(new UnreadableRecord(stream, revision, position));
    }
    const snapshot = advance(
      cached,
      model,
      newer.map((event) => toEventIn(model.category, event)),
    );
    this.remember(stream, snapshot);
    return snapshot;
  }

  private remembered<State>(stream: string): Snapshot<State> | undefined {
    return this.snapshots.get(stream) as Snapshot<State> | undefined;
  }

  /** Keeps a newer state that another command of this process cached in the meantime. */
  private remember(stream: string, snapshot: Snapshot<unknown>): void {
    if (snapshot.revision > (this.remembered(stream)?.revision ?? -1n)) this.snapshots.set(stream, snapshot);
  }
}

/**
 * The ids depend on the whole envelope, not on the command alone. The store treats the same id as the same event.
 * If a command runs twice concurrently (with a different time or content), the second run must cause a conflict instead.
 */
const chained = (
  stream: string,
  current: Snapshot<unknown>,
  decided: readonly DomainEvent[],
  envelope: JsonObject,
): readonly NewEvent[] => {
  const attempt = uuidV5(JSON.stringify(envelope));
  let hash = current.hash;
  return decided.map((event, index) => {
    const metadata = { schemaVersion: eventTypes[event.type].version, ...envelope };
    const unhashed = {
      id: eventId(attempt, index),
      type: event.type,
      data: asJson(event.data),
      metadata,
    };
    hash = eventHash(hash, { ...unhashed, stream, revision: current.revision + BigInt(index) + 1n });
    return { ...unhashed, metadata: { ...metadata, hash } };
  });
};

const advance = <State, Of extends Category>(
  from: Snapshot<State>,
  model: StreamModel<State, Of>,
  events: readonly RecordedIn<Of>[],
): Snapshot<State> => {
  for (const { metadata, revision, position } of events) {
    from.handled.set(metadata.commandId, {
      commandId: metadata.commandId,
      commandHash: metadata.commandHash,
      revision,
      position,
    });
  }
  const last = events.at(-1)!;
  return {
    state: model.evolve(from.state, events),
    revision: last.revision,
    hash: last.metadata.hash,
    handled: from.handled,
  };
};
