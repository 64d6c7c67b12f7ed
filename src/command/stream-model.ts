import type { RecordedDomainEvent } from '../event-store/domain-event.js';

/** How the events of one kind of stream become the state that decisions are taken on. Pure. */
export interface StreamModel<State> {
  readonly initialState: State;
  /** The state after these events, in stream order; the given state stays as it was. */
  readonly evolve: (state: State, events: readonly RecordedDomainEvent[]) => State;
}
