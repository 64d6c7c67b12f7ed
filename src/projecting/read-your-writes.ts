import { Injectable } from '@nestjs/common';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { EventStore } from '../event-store/event-store.js';
import { problems } from '../problems/catalogue.js';

/** Longest that a query waits for a position, milliseconds. */
const PATIENCE = 5_000;
/** Longest that a command's answer waits for the read models, milliseconds. */
const COMMAND_PATIENCE = 1_000;

/** Read your own write: an answer that was reported as saved is there when the page is loaded again. */
@Injectable()
export class ReadYourWrites {
  constructor(
    private readonly readModels: ReadModelProgress,
    private readonly eventStore: EventStore,
  ) {}

  /**
   * @throws Problem `read-model-behind` after five seconds, `unknown-position` for one that the log does not have,
   * `invalid-request` for no position.
   */
  async upTo(after: string | undefined): Promise<void> {
    if (after === undefined || after === '') return;
    if (!/^\d{1,19}$/.test(after)) {
      throw problems.invalidRequest([{ path: 'after', message: 'must be a position: a decimal number' }]);
    }
    await this.reach(BigInt(after));
  }

  /** @throws Problem `read-model-behind` after five seconds, `unknown-position` behind the end of the log. */
  async reach(position: bigint): Promise<void> {
    if (position < 0n || (await this.readModels.waitFor(position, PATIENCE))) return;
    // No command was answered with a position behind the end of the log, so waiting longer does not help.
    const head = (await this.eventStore.head()) ?? -1n;
    const place = position.toString();
    throw position > head ? problems.unknownPosition(place) : problems.readModelBehind(place);
  }

  /** The position that every read model shows. */
  async shownUpTo(): Promise<string> {
    const positions = (await this.readModels.status()).map(({ position }) => BigInt(position ?? -1));
    return positions.reduce((a, b) => (a < b ? a : b)).toString();
  }

  /** The log alone acknowledges a command; this short wait lets a client that does not send `after` see its own write. */
  async afterCommand(position: string): Promise<void> {
    await this.readModels.waitFor(BigInt(position), COMMAND_PATIENCE);
  }
}
