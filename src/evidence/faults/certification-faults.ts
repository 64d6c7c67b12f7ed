import { isOfDamage } from '../../event-store/damaged-stream.js';
import type { EventStore } from '../../event-store/event-store.js';
import { forgedIn } from '../../receipts/forged-certification.js';
import type { LogFault } from './log-fault.js';

/** The first certification in these streams whose fingerprint is not that of what it certifies. */
export const forgedCertification = async (
  log: Pick<EventStore, 'readStream'>,
  streams: Iterable<string>,
): Promise<LogFault | undefined> => {
  for (const stream of streams) {
    const forged = await readable(() => forgedIn(log, stream));
    if (forged) {
      const { revision, position } = forged;
      return { kind: 'forged', stream, revision, position };
    }
  }
  return undefined;
};

/** A stream that cannot be read has a fault of its own, which others name. */
const readable = async <Read>(read: () => Promise<Read>): Promise<Read | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isOfDamage(error)) return undefined;
    throw error;
  }
};
