import type { Category, RecordedIn } from '../events/domain-event.js';

/** How the events of one category of streams become the state that decisions are taken on. Pure. */
export interface StreamModel<State, Of extends Category> {
  readonly category: Of;
  readonly initialState: State;
  /** The state after these events, in stream order; the given state stays as it was. */
  readonly evolve: (state: State, events: readonly RecordedIn<Of>[]) => State;
}
