import { damageOf, withoutChain, type DamagedStream } from '../damaged-stream.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { hiddenBy, type HidingMetadata } from './hidden-events.js';
import { recordedEvent, type ServersEvent } from './recorded.js';

/** How the server names the stream that holds a stream's metadata. */
const METADATA = '$$';

interface Notices {
  readonly damaged: (damage: DamagedStream) => void;
  /** The stream's metadata hides nothing any more. */
  readonly uncovered: (stream: string) => void;
}

/** Picks our events from all that a server holds, and sees from the metadata of our streams that one is cut. */
export class OurEvents {
  constructor(
    private readonly prefixes: readonly string[],
    private readonly notices: Notices,
  ) {}

  /** The beginnings of the streams that concern us, for the server's filter. */
  get concerning(): string[] {
    return this.prefixes.flatMap((prefix) => [prefix, `${METADATA}${prefix}`]);
  }

  has(stream: string): boolean {
    return this.prefixes.some((prefix) => stream.startsWith(prefix));
  }

  /** The event if it is ours. A record of ours that is no event is noted. */
  take(event: ServersEvent): RecordedEvent | undefined {
    if (!this.has(event.streamId)) {
      this.noteMetadata(event);
      return undefined;
    }
    const record = recordedEvent(event);
    const damage = damageOf(record) ?? withoutChain(record);
    if (damage) this.notices.damaged(damage);
    return record;
  }

  private noteMetadata({ streamId, data, position }: ServersEvent): void {
    if (!streamId.startsWith(METADATA)) return;
    const stream = streamId.slice(METADATA.length);
    if (!this.has(stream)) return;
    const { $tb, $maxCount, $maxAge } = (data ?? {}) as Readonly<Record<string, HidingMetadata['maxCount']>>;
    const metadata = { truncateBefore: $tb, maxCount: $maxCount, maxAge: $maxAge };
    const damage = hiddenBy(stream, metadata, position?.commit);
    if (damage) this.notices.damaged(damage);
    else this.notices.uncovered(stream);
  }
}
