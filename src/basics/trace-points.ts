import { tracingChannel } from 'node:diagnostics_channel';

/** What a piece of work is, for those who measure or trace it. It holds no personal data. */
export interface TracedCommand {
  readonly command: string;
}
export interface TracedAppend {
  /** The category of the stream. A stream's name may hold a person's id. */
  readonly category: string;
  readonly events: number;
}
/** To the identity provider (`begin`), and back from it (`finish`). */
export interface TracedSignIn {
  readonly step: 'begin' | 'finish';
}
/** What Node adds to the description of work that failed. */
export interface Ended {
  readonly error?: unknown;
}

/**
 * Where work lets itself be measured (Node's `diagnostics_channel`). Metrics and traces listen, so the work
 * knows neither. Without a listener the cost is one comparison.
 */
export const tracedCommands = tracingChannel<string, TracedCommand>('eservice-survey:command');
export const tracedAppends = tracingChannel<string, TracedAppend>('eservice-survey:append');
export const tracedSignIns = tracingChannel<string, TracedSignIn>('eservice-survey:sign-in');
