import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '../../src/event-store/event-store.js';
import { toDomainEvent } from '../../src/events/upcasting.js';
import { collectionName } from '../engine/collection-name.js';
import type { Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';

/** Events named for one difference: the last ones say most. */
const MOST_NAMED = 20;

/** Where to find an event in the log; position and revision are decimal strings. */
export interface EventReference {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly type: string;
}

/** A document, and the field of it (dotted path), that somebody asks about as of a position. */
export interface Asked {
  readonly collection: string;
  readonly id: string;
  readonly field: string | null;
  readonly upTo: bigint;
}

class References {
  readonly last: EventReference[] = [];

  add(reference: EventReference): void {
    this.last.push(reference);
    if (this.last.length > MOST_NAMED) this.last.shift();
  }
}

/** Those that wrote to the field; if none did, those that wrote to its document. */
class Concerned {
  private readonly field = new References();
  private readonly document = new References();

  constructor(readonly asked: Asked) {}

  note({ set, unset = [] }: Write, position: bigint, reference: EventReference): void {
    const { field, upTo } = this.asked;
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

/** Which events made what is asked about, in the log's order, at most the last twenty of each: one reading of the log for all. */
export const eventsConcerned = async (
  eventStore: Pick<EventStore, 'readAll'>,
  projections: readonly Projection[],
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<readonly (readonly EventReference[])[]> => {
  const concerned = asked.map((each) => new Concerned(each));
  const byDocument = Map.groupBy(concerned, ({ asked: { collection, id } }) => `${collection} ${id}`);
  const upTo = asked.reduce((furthest, each) => (each.upTo > furthest ? each.upTo : furthest), -1n);
  if (upTo < 0n) return asked.map(() => []);
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
  return concerned.map(({ events }) => events);
};

/** None of an event that a projection cannot take in: its stream is parked, there as here. */
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
