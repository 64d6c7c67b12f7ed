import { Injectable } from '@nestjs/common';
import { Projector } from '../../projections/projector.js';
import { problems } from '../problems/catalogue.js';

/** Longest that a query waits for a position, milliseconds. */
const PATIENCE = 5_000;
/** Longest that a command's answer waits for the read models of its own process, milliseconds. */
const COURTESY = 1_000;

/** Read your own write: what a person was told is saved is there when the page is loaded again. */
@Injectable()
export class ReadYourWrites {
  constructor(private readonly projector: Projector) {}

  /** @throws Problem `read-model-behind` after five seconds, `invalid-request` for what is no position. */
  async upTo(after: string | undefined): Promise<void> {
    if (after === undefined || after === '') return;
    if (!/^\d{1,19}$/.test(after)) {
      throw problems.invalidRequest([{ path: 'after', message: 'must be a position: a decimal number' }]);
    }
    if (!(await this.projector.waitFor(BigInt(after), PATIENCE))) throw problems.readModelBehind(after);
  }

  /** A command is acknowledged by the log alone; its answer only lingers so that a client that does not send `after` sees its own write. */
  async settle(position: string): Promise<void> {
    await this.projector.waitFor(BigInt(position), COURTESY);
  }
}
