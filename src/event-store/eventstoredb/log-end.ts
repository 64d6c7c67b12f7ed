import type { EventStoreDBClient } from '@eventstore/db-client';
import { isDrop } from './failures.js';
import { liveEvents } from './live-events.js';
import type { OurEvents } from './our-events.js';
import { fromTheEnd } from './pages.js';
import type { Waiting } from './patience.js';

/** Events of others that are looked at before the server is asked to pass over them. */
const WINDOW = 1_000;

/** Finds the newest of our events, behind what the server itself and others have written. */
export class LogEnd {
  private newest: bigint | undefined;
  private lookedTo: bigint | undefined;

  constructor(private readonly ours: OurEvents) {}

  /** An event of ours is at this position. What is behind it need not be looked for from the beginning. */
  saw(position: bigint | undefined): void {
    if (position !== undefined && position > (this.newest ?? -1n)) this.newest = position;
  }

  /** @returns the position of the newest event, undefined while there is none. */
  async find(client: EventStoreDBClient, waiting: Waiting): Promise<bigint | undefined> {
    let end: bigint | undefined;
    let others = 0;
    let far = false;
    await fromTheEnd(client, waiting, (event) => {
      const { commit } = event.position!;
      end ??= commit;
      // Events of others are not looked at twice.
      if (this.lookedTo !== undefined && commit <= this.lookedTo) return true;
      if (this.ours.has(event.streamId)) {
        this.saw(commit);
        return true;
      }
      others += 1;
      far = others >= WINDOW && this.newest !== undefined;
      return far;
    });
    if (far) await this.goOnFrom(this.newest!, client, waiting);
    if (end !== undefined && end > (this.lookedTo ?? -1n)) this.lookedTo = end;
    return this.newest;
  }

  /** The server sends only ours, so 100,000 events of others cost no more than its own look at them. */
  private async goOnFrom(after: bigint, client: EventStoreDBClient, waiting: Waiting): Promise<void> {
    const { heard, over } = waiting;
    const options = { after, ours: this.ours, requiresLeader: true, onPassed: heard };
    try {
      for await (const message of liveEvents(client, options, over)) {
        heard();
        if (message.type === 'caught-up') return;
        this.saw(message.events.at(-1)!.position);
      }
    } catch (error) {
      if (!isDrop(error)) throw error;
      await this.goOnFrom(this.newest!, client, waiting);
    }
  }
}
