import { BINARY_TYPE, type EventLog } from './log.js';

/** The name contains one of our prefixes but does not begin with it. */
const STREAM = '$scavenges-survey-2565';

/** Another writer in the same server. After every append of others it appends an event that is not JSON. */
export const neighbourIn = (log: EventLog): void => {
  const event = () => ({
    id: crypto.randomUUID(),
    type: '$scavenge',
    contentType: BINARY_TYPE,
    data: Buffer.from('not JSON'),
    metadata: Buffer.of(),
  });
  log.listen(([first]) => {
    if (first?.stream === STREAM) return;
    // Delayed, so that every listener gets the append before the event that follows it.
    queueMicrotask(() => log.append(STREAM, [event()]));
  });
};
