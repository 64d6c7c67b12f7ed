import type { StreamModel } from '../command/stream-model.js';

/** What is kept of a person stands in the register, not in the log: nothing is folded from the events. */
export const personModel: StreamModel<null> = { initialState: null, evolve: () => null };
