import type { RecordedDomainEvent } from '../event-store/domain-event.js';
import type { JsonObject } from '../json.js';

/** Who did what, and when: what a person needs to compare another's work with its own. Personal names are not in the log. */
export const changesOf = (events: readonly RecordedDomainEvent[]): readonly JsonObject[] =>
  events.map(({ type, data, revision, metadata }) => ({
    revision: revision.toString(),
    at: metadata.time,
    by: { ...metadata.actor },
    type,
    ...(data as unknown as JsonObject),
  }));
