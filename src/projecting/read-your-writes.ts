import { Injectable } from '@nestjs/common';
import { ReadModels } from '../../projections/engine/read-models.js';
import { problems } from '../problems/catalogue.js';

/** Longest that a query waits for a position, milliseconds. */
const PATIENCE = 5_000;
/** Longest that a command's answer waits for the read models, milliseconds. */
const COURTESY = 1_000;

/** Read your own write: what a person was told is saved is there when the page is loaded again. */
@Injectable()
export class ReadYourWrites {
  constructor(private readonly readModels: ReadModels) {}

  /** @throws Problem `read-model-behind` after five seconds, `invalid-request` for what is no position. */
  async upTo(after: string | undefined): Promise<void> {
    if (after === undefined || after === '') return;
    if (!/^\d{1,19}$/.test(after)) {
      throw problems.invalidRequest([{ path: 'after', message: 'must be a position: a decimal number' }]);
    }
    if (!(await this.readModels.waitFor(BigInt(after), PATIENCE))) throw problems.readModelBehind(after);
  }

  /** A command is acknowledged by the log alone; its answer only lingers so that a client that does not send `after` sees its own write. */
  async settle(position: string): Promise<void> {
    await this.readModels.waitFor(BigInt(position), COURTESY);
  }
}
