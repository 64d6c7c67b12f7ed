import type { Category, RecordedIn } from '../events/domain-event.js';

/** Computes the state that decisions use from the events of one stream category. Pure. */
export interface StreamModel<State, Of extends Category> {
  readonly category: Of;
  readonly initialState: State;
  /** The state after these events, in stream order. It does not change the given state. */
  readonly evolve: (state: State, events: readonly RecordedIn<Of>[]) => State;
}
