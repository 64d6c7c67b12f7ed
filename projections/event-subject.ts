import type { RecordedDomainEvent } from '../src/event-store/domain-event.js';
import type { StreamName } from '../src/event-store/streams.js';

/** @throws Error if the event stands in a stream of another category; its stream is then parked. */
export const subjectOf = <C extends StreamName['category']>(
  event: RecordedDomainEvent,
  category: C,
): Extract<StreamName, { category: C }> => {
  if (event.subject.category !== category) throw new Error(`${event.type} in stream ${event.stream}`);
  return event.subject as Extract<StreamName, { category: C }>;
};

/** An id that becomes a step of a dotted path. @throws Error if it cannot be one. */
export const pathStep = (id: string): string => {
  if (!/^[^.$\0][^.\0]*$/.test(id) || id === '__proto__') throw new Error(`"${id}" cannot be a field name`);
  return id;
};
