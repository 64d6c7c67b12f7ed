import type { CommandResult } from './command-context.js';
import type { Executed } from './decide-and-append.js';

export const resultOf = ({ revision, position }: Executed): CommandResult => ({
  revision: revision.toString(),
  position: position.toString(),
});
