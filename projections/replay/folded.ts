import { damageOf } from '../../src/event-store/damaged-stream.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { toDomainEvent } from '../../src/events/upcasting.js';
import type { Projection } from '../engine/projection.js';
import type { AnyDocument, Write } from '../read-store/document.js';
import { mergeInto, type Writable } from '../read-store/merged.js';

/**
 * The documents that these events alone make, by id. A stream is left out from the first event on that cannot be applied, as in the live
 * read model.
 * @param events in the order of each stream
 */
export const folded = (
  projection: Projection,
  events: Iterable<RecordedEvent>,
): ReadonlyMap<string, AnyDocument> => {
  const documents = new Map<string, AnyDocument & Writable>();
  const parked = new Set<string>();
  for (const event of events) {
    if (parked.has(event.stream)) continue;
    const writes = writesOf(projection, event);
    if (!writes) parked.add(event.stream);
    for (const write of writes ?? []) {
      let document = documents.get(write.id);
      if (!document) documents.set(write.id, (document = { _id: write.id }));
      mergeInto(document, write);
    }
  }
  return documents;
};

/** Undefined for an event that this code cannot read or apply; the projector's log says why. */
const writesOf = (projection: Projection, event: RecordedEvent): readonly Write[] | undefined => {
  if (damageOf(event)) return undefined;
  try {
    return projection.project(toDomainEvent(event));
  } catch {
    return undefined;
  }
};
