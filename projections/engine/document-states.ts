import type { Write } from '../read-store/document.js';
import { merged, type Fields } from '../read-store/merged.js';
import type { ReadStore } from '../read-store/read-store.js';
import { placeOf, PLACE_LENGTH } from './place.js';

/** One state of a document, and the places (see `placeOf`) in the log between which the document had it. */
export interface DocumentState {
  /** `<from>.<document>`: new states get ascending ids. */
  readonly _id: string;
  readonly document: string;
  /** The event that made the state. */
  readonly from: string;
  /** The event that ended it; `UNENDED` while it lasts. */
  readonly until: string;
}

/** A write with the event that made it. */
export interface PlacedWrite {
  readonly write: Write;
  readonly position: bigint;
  /** Whether the write also counts in all earlier states. */
  readonly countsFromBeginning: boolean;
}

/** Sorts after every place. */
const UNENDED = '~';
const BEGINNING = placeOf(0n);

/** The document that a state is of, from the state's id. */
export const documentOfState = (id: string): string => id.slice(PLACE_LENGTH + 1);

class State {
  until = UNENDED;
  isStored = false;

  constructor(
    readonly document: string,
    readonly from: string,
    public fields: Fields,
  ) {}

  get id(): string {
    return `${this.from}.${this.document}`;
  }
}

/** Most documents whose last state is remembered from one batch to the next. At least as many are remembered besides. */
const MOST_REMEMBERED = 10_000;

/** Turns writes to documents into writes of their states. A state never changes once it has ended, so an answer about the past stays. */
export class DocumentStates {
  private remembered = new Map<string, State>();
  private rememberedBefore = new Map<string, State>();
  private last: bigint | undefined;

  constructor(
    private readonly store: ReadStore,
    private readonly collection: string,
    private readonly mostRemembered = MOST_REMEMBERED,
  ) {}

  /** Continues after this position. The store may have later states of a batch that was not finished: they are written again. */
  resume(position: bigint | undefined): void {
    this.last = position;
    this.remembered.clear();
    this.rememberedBefore.clear();
  }

  /**
   * @param writes in log order, after those of the call before
   * @param stored resolves when the states of the calls before are in the store
   */
  async take(
    writes: readonly PlacedWrite[],
    end: bigint,
    stored: Promise<unknown>,
  ): Promise<readonly Write[]> {
    await this.recall(
      writes.map(({ write }) => write.id),
      stored,
    );
    const amended = writes
      .filter(({ countsFromBeginning }) => countsFromBeginning)
      .map(({ write }) => write.id);
    const earlier = amended.length === 0 ? [] : await stored.then(() => this.endedStates(amended));
    const changes = new Changes(earlier);
    for (const each of writes) this.add(each, changes);
    this.last = end;
    this.forgetOldest();
    return changes.inOrder;
  }

  private add({ write, position, countsFromBeginning }: PlacedWrite, changes: Changes): void {
    const from = countsFromBeginning ? BEGINNING : placeOf(position);
    const { id } = write;
    const current = this.known(id);
    if (countsFromBeginning && current) {
      const states = [...changes.endedStates(id), current];
      const first = states.reduce((least, state) => (state.from < least.from ? state : least));
      for (const state of states) changes.amend(state, write);
      if (first.from === BEGINNING) return;
      changes.end(changes.begin(new State(id, BEGINNING, merged({}, write))), first.from);
    } else if (current?.from === from) {
      changes.amend(current, write);
    } else {
      if (current) changes.end(current, from);
      this.remembered.set(id, changes.begin(new State(id, from, merged(current?.fields ?? {}, write))));
    }
  }

  private known(id: string): State | undefined {
    const state = this.remembered.get(id) ?? this.rememberedBefore.get(id);
    if (state) this.remembered.set(id, state);
    return state;
  }

  /** Looks up the states that are not remembered, once the store has all of them. */
  private async recall(ids: readonly string[], stored: Promise<unknown>): Promise<void> {
    if (this.last === undefined) return;
    const wanted = ids.filter((id) => !this.known(id));
    if (wanted.length === 0) return;
    await stored;
    const place = placeOf(this.last);
    const states = await this.find({
      document: { oneOf: [...new Set(wanted)] },
      from: { range: { lte: place } },
      until: { range: { gt: place } },
    });
    for (const state of states) {
      state.until = UNENDED; // an end after the last position is of a batch that was not finished
      this.remembered.set(state.document, state);
    }
  }

  private async endedStates(documents: readonly string[]): Promise<readonly State[]> {
    if (this.last === undefined) return [];
    const until = { range: { lte: placeOf(this.last) } };
    return this.find({ document: { oneOf: [...new Set(documents)] }, until });
  }

  private async find(filter: Parameters<ReadStore['find']>[1]): Promise<readonly State[]> {
    const found = await this.store.find<DocumentState>(this.collection, filter);
    return found.map(({ _id, document, from, until, ...fields }) => {
      const state = new State(document, from, fields);
      state.until = until;
      state.isStored = true;
      return state;
    });
  }

  private forgetOldest(): void {
    if (this.remembered.size <= this.mostRemembered) return;
    this.rememberedBefore = this.remembered;
    this.remembered = new Map();
  }
}

/** The states that one batch begins, ends and amends. */
class Changes {
  private readonly begun: State[] = [];
  private readonly writes: Write[] = [];
  private readonly ended: Map<string, State[]>;

  constructor(earlier: readonly State[]) {
    this.ended = Map.groupBy(earlier, ({ document }) => document);
  }

  endedStates(document: string): readonly State[] {
    return this.ended.get(document) ?? [];
  }

  begin(state: State): State {
    this.begun.push(state);
    return state;
  }

  end(state: State, until: string): void {
    state.until = until;
    const ended = this.ended.get(state.document);
    if (ended) ended.push(state);
    else this.ended.set(state.document, [state]);
    if (state.isStored) this.writes.push({ id: state.id, set: { until } });
  }

  amend(state: State, { set, unset }: Write): void {
    state.fields = merged(state.fields, { set, ...(unset && { unset }) });
    if (state.isStored) this.writes.push({ id: state.id, set, ...(unset && { unset }) });
  }

  /** New states first, by id: a store appends ascending ids at once. */
  get inOrder(): readonly Write[] {
    const whole = this.begun.map((state): Write => {
      state.isStored = true;
      const { id, document, from, until, fields } = state;
      return { id, set: { document, from, until, ...fields } };
    });
    whole.sort((a, b) => (a.id < b.id ? -1 : 1));
    return [...whole, ...this.writes];
  }
}
