import { BINARY_TYPE, type EventLog } from './log.js';

/** Its name holds one of ours, and does not begin with it. */
const STREAM = '$scavenges-survey-2565';

/** Another writer in the same server: behind every append of anybody else comes an event of its own, which is no JSON. */
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
    // Not at once: everybody is handed the append before what follows it.
    queueMicrotask(() => log.append(STREAM, [event()]));
  });
};
