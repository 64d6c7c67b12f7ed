import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '../../src/event-store/event-store.js';
import { toDomainEvent } from '../../src/events/upcasting.js';
import { collectionName } from '../engine/collection-name.js';
import { documentOfState } from '../engine/document-states.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';

/** Limit of events listed for one difference. The last ones explain most. */
const MOST_LISTED = 20;

/** An event's place in the log. Position and revision are decimal strings. */
export interface EventReference {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly type: string;
}

/** A field (dotted path) of a document, or the whole document (null), up to a position. */
export interface WrittenPlace {
  readonly collection: string;
  readonly id: string;
  readonly field: string | null;
  readonly upTo: bigint;
}

class References {
  readonly last: EventReference[] = [];

  add(reference: EventReference): void {
    this.last.push(reference);
    if (this.last.length > MOST_LISTED) this.last.shift();
  }
}

/** The events that wrote to the field, or else those that wrote to its document. */
class WritesTo {
  private readonly field = new References();
  private readonly document = new References();

  constructor(readonly place: WrittenPlace) {}

  note({ set, unset = [] }: Write, position: bigint, reference: EventReference): void {
    const { field, upTo } = this.place;
    if (position > upTo) return;
    this.document.add(reference);
    const paths = [...Object.keys(set), ...unset];
    if (field !== null && paths.some((path) => overlap(path, field))) this.field.add(reference);
  }

  get events(): readonly EventReference[] {
    return this.field.last.length > 0 ? this.field.last : this.document.last;
  }
}

const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** The events that wrote each place, in log order, at most the last twenty of each. The log is read once for all places. */
export const eventsThatWrote = async (
  eventStore: Pick<EventStore, 'readAll'>,
  projections: readonly Projection[],
  places: readonly WrittenPlace[],
  signal: AbortSignal,
): Promise<readonly (readonly EventReference[])[]> => {
  const writes = places.map((place) => new WritesTo(place));
  const keepingStates = new Set(projections.filter(({ states }) => states).map(collectionName));
  const byDocument = Map.groupBy(writes, ({ place: { collection, id } }) => {
    const document = keepingStates.has(collection) ? documentOfState(id) : id;
    return `${collection} ${document}`;
  });
  const upTo = places.reduce((furthest, each) => (each.upTo > furthest ? each.upTo : furthest), -1n);
  if (upTo < 0n) return places.map(() => []);
  for await (const events of eventStore.readAll({ upTo })) {
    signal.throwIfAborted();
    for (const event of events) {
      const { stream, type, position } = event;
      const reference = { stream, revision: event.revision.toString(), position: position.toString(), type };
      for (const { collection, write } of writesOf(projections, event)) {
        for (const each of byDocument.get(`${collection} ${write.id}`) ?? [])
          each.note(write, position, reference);
      }
    }
    await setImmediate();
  }
  return writes.map(({ events }) => events);
};

/** No writes for an event that a projection cannot handle: the projector parks its stream. */
const writesOf = (
  projections: readonly Projection[],
  event: Parameters<typeof toDomainEvent>[0],
): readonly { readonly collection: string; readonly write: Write }[] => {
  try {
    const domainEvent = toDomainEvent(event);
    return projections.flatMap((projection) =>
      projection.project(domainEvent).map((write) => ({ collection: collectionName(projection), write })),
    );
  } catch {
    return [];
  }
};
