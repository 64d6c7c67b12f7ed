import type { StreamModel } from '../commands/stream-model.js';

/** What is kept of a person stands in the register, not in the log: nothing is folded from the events. */
export const personModel: StreamModel<null, 'person'> = {
  category: 'person',
  initialState: null,
  evolve: () => null,
};
