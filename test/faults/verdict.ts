import type { JsonObject } from '../../src/basics/json.js';
import { collectionName } from '../../projections/engine/collection-name.js';
import { differences } from '../support/read-store-differences.js';
import { allProjections } from '../../projections/read-models/index.js';
import { MemoryReadStore } from '../../projections/read-store/sqlite/memory-read-store.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { rebuildFromZero } from '../../projections/maintenance/rebuild-from-zero.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { damageOf } from '../../src/event-store/damaged-stream.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { chainBreaches, judge } from '../support/log-oracle.js';
import type { Acknowledged } from './load.js';
import type { FaultWorld } from './world.js';

/**
 * The faults of a run in words; empty when there are none. Each acknowledged command is in the log once and whole, at
 * the position of its answer, and nothing else is there. The log keeps the domain's invariants and its hash chains. The
 * read models equal a replay, byte for byte. A stream that was `takenAway` is parked, and no other one is.
 */
export const verdict = async (
  { eventStore, readStore }: { readonly eventStore: EventStore; readonly readStore: ReadStore },
  acknowledged: readonly Acknowledged[],
  world: FaultWorld,
  takenAway: readonly string[] = [],
): Promise<readonly string[]> => {
  const log: RecordedEvent[] = [];
  for await (const page of eventStore.readAll()) log.push(...page.filter((event) => !damageOf(event)));
  const damaged = eventStore.damaged.map(({ stream }) => stream);
  const projections = allProjections();
  const fresh = new MemoryReadStore();
  const { parked } = await rebuildFromZero({ eventStore, readStore: fresh, projections });
  const differing = await differences(readStore, fresh, projections.map(collectionName));
  return [
    ...commandBreaches(log, acknowledged),
    ...judge(log, world).breaches,
    ...chainBreaches(log),
    ...parked
      .filter(({ stream }) => !takenAway.includes(stream))
      .map(({ projection, stream }) => `${stream} is parked in ${projection}`),
    ...takenAway
      .filter((stream) => !damaged.includes(stream) || parked.every((each) => each.stream !== stream))
      .map((stream) => `${stream} was taken away, and is not parked`),
    ...differing.map(
      ({ collection, id, field }) => `${collection} ${id} ${field ?? ''} is not what a replay makes of it`,
    ),
  ];
};

const commandBreaches = (
  log: readonly RecordedEvent[],
  acknowledged: readonly Acknowledged[],
): readonly string[] => {
  // What the system records of itself is acknowledged to no one.
  const sent = log.filter(({ metadata }) => (metadata['actor'] as JsonObject)['role'] !== 'system');
  const commands = Map.groupBy(sent, ({ metadata }) => metadata['commandId'] as string);
  const ends = new Map<string, RecordedEvent>();
  const breaches: string[] = [];
  for (const [id, events] of commands) {
    const [first, last] = [events[0]!, events.at(-1)!];
    const whole = last.revision - first.revision === BigInt(events.length - 1);
    if (!whole || events.some(({ stream }) => stream !== first.stream))
      breaches.push(`command ${id} lies there twice`);
    ends.set(last.position.toString(), last);
  }
  for (const { what, key, position, revision } of acknowledged) {
    if (ends.get(position)?.revision.toString() !== revision)
      breaches.push(`${what} (${key}) is not at ${position}`);
    ends.delete(position);
  }
  for (const [position, { type }] of ends) breaches.push(`${type} at ${position} was never acknowledged`);
  return breaches;
};
