/**
 * A separate process for event-store.spec.ts: `write` until killed, or `open` once, on request as a person without
 * write permission.
 */
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { EventStoreUnavailable } from '../src/event-store/event-store.js';
import { randomUUID } from 'node:crypto';

const [mode, file = '', user] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

// Root may write everywhere; the test needs a person who may not.
if (user === 'unprivileged' && process.getuid?.() === 0) process.setuid?.(65534);

try {
  const store = await SqliteEventStore.open({ file });
  if (mode === 'open') {
    say({ opened: true });
    await store.close();
  } else {
    const writer = async (stream: string): Promise<void> => {
      for (;;) {
        const ids = Array.from({ length: 5 }, () => randomUUID());
        const events = ids.map((id) => ({
          id,
          type: 'Written',
          data: { text: 'ก'.repeat(300) },
          metadata: {},
        }));
        const { revision } = await store.append(stream, events, 'any');
        say({ stream, revision: revision.toString(), ids });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => writer(`crash-${i}`)));
  }
} catch (error) {
  if (!(error instanceof EventStoreUnavailable)) throw error;
  say({ reason: error.reason, message: error.message });
}
