import type { StreamModel } from '../commands/stream-model.js';

/** The register holds a person's kept data, not the log. So the state has no fields. */
export const personModel: StreamModel<null, 'person'> = {
  category: 'person',
  initialState: null,
  evolve: () => null,
};
