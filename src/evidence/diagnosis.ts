import type { RecordedEvent } from '../event-store/event-store.js';
import { follows, hashHolds, type StreamEnd } from '../event-store/chain-walk.js';
import { linkOf, type FoundEvent, type ListedEvent, type LogFault, type Tampering } from './log-fault.js';

/**
 * What was done to the event at which a stream's chain breaks, judged from the stream alone.
 * @param later what comes behind it in the stream, in log order
 */
export const brokenLink = (
  end: StreamEnd,
  event: RecordedEvent,
  later: readonly RecordedEvent[],
): LogFault => {
  const at = (kind: Tampering, { stream, revision, position }: RecordedEvent): LogFault => ({
    kind,
    stream,
    revision,
    position,
    by: 'chain',
  });
  const expected = end.revision + 1n;
  if (event.revision === expected) {
    const [next] = later;
    // The event behind it would fit in its place: it was moved there, or something was put in front.
    if (next && hashHolds(end.hash, { ...next, revision: expected })) {
      const swapped = hashHolds(linkOf(next), { ...event, revision: expected + 1n });
      return at(swapped ? 'reordered' : 'inserted', event);
    }
    return at('altered', event);
  }
  if (later.some((each) => follows(end, each))) return at('reordered', event);
  if (event.revision < expected) return at('inserted', event);
  return { kind: 'missing', stream: event.stream, revision: expected, position: undefined, by: 'chain' };
};

/** A difference between a log and the list of what it held once. `index` counts events over the whole log, from 0. */
export interface Difference {
  readonly index: number;
  readonly fault: LogFault;
}

/** The first event of a log that is not what was listed at its place; undefined when all that was listed is there. */
export const firstDifference = (
  listed: readonly ListedEvent[],
  found: readonly FoundEvent[],
): Difference | undefined => {
  const index = listed.findIndex(({ hash }, at) => found[at]?.hash !== hash);
  if (index === -1) return undefined;
  const [wanted, standing] = [listed[index]!, found[index]];
  const at = (kind: Tampering, { stream, revision, position }: ListedEvent & { position?: bigint }) => ({
    index,
    fault: { kind, stream, revision, position, by: 'checkpoint' } as const,
  });
  if (!standing) return at('missing', wanted);
  const wantedStands = found.some(({ hash }, place) => place > index && hash === wanted.hash);
  const standingListed = listed.some(({ hash }, place) => place > index && hash === standing.hash);
  if (wantedStands) return at(standingListed ? 'reordered' : 'inserted', standing);
  if (standingListed) return at('missing', wanted);
  const samePlace = found.find(
    ({ stream, revision }, place) =>
      place >= index && stream === wanted.stream && revision === wanted.revision,
  );
  return samePlace ? at('altered', samePlace) : at('missing', wanted);
};
