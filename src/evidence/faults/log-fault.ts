import type { RecordedEvent } from '../../events/recorded-event.js';
import type { DamagedStream } from '../../event-store/damaged-stream.js';
import type { ListedEvent } from '../checkpoints/checkpoints.js';

/** A listed event with its place in the log. */
export interface FoundEvent extends ListedEvent {
  readonly position: bigint;
}

/** What was done to one event. */
export type Tampering = 'altered' | 'missing' | 'reordered' | 'inserted';

/**
 * The first fault of a log. `by` says what reveals it: its own hash chains, or an earlier checkpoint. A missing event
 * has no position.
 */
export type LogFault =
  | {
      readonly kind: Tampering;
      readonly stream: string;
      readonly revision: bigint;
      readonly position: bigint | undefined;
      readonly by: 'chain' | 'checkpoint';
    }
  /** A certification whose fingerprint is not that of what it certifies. */
  | {
      readonly kind: 'forged';
      readonly stream: string;
      readonly revision: bigint;
      readonly position: bigint;
    }
  /** A whole stream was deleted. Its position is undefined where the log does not show the deletion. */
  | { readonly kind: 'taken-away'; readonly stream: string; readonly position: bigint | undefined }
  /** Events of a stream are hidden by what was set for it at this position. They may be removed at any time. */
  | { readonly kind: 'cut'; readonly stream: string; readonly position: bigint }
  /**
   * The log is not the one of the checkpoint, and no list of events says where they differ. An earlier checkpoint
   * confirms the first `after` events.
   */
  | { readonly kind: 'diverged'; readonly size: number; readonly time: string; readonly after: number }
  /** A file beside the log was altered or is missing. */
  | { readonly kind: 'checkpoint'; readonly file: string; readonly reason: string };

/** What was done to a stream that cannot be read as a whole. */
export const damageFault = ({ damage, stream, revision, position }: DamagedStream): LogFault => {
  switch (damage) {
    case 'taken-away':
      return { kind: 'taken-away', stream, position };
    case 'unreadable':
      return { kind: 'altered', stream, revision, position, by: 'chain' };
    case 'truncated':
      return position === undefined
        ? { kind: 'missing', stream, revision, position, by: 'chain' }
        : { kind: 'cut', stream, position };
    default:
      return damage satisfies never;
  }
};

/** The hash that an event claims as its link of the chain. An altered event may hold any value there. */
export const linkOf = ({ metadata }: Pick<RecordedEvent, 'metadata'>): string => {
  const { hash } = metadata;
  return typeof hash === 'string' ? hash : '';
};

export const found = (event: RecordedEvent): FoundEvent => ({
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  hash: linkOf(event),
});
