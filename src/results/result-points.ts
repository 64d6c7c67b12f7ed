import { Injectable } from '@nestjs/common';
import { EventStore } from '../event-store/event-store.js';
import { parseMoment } from '../past/moment.js';
import { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';

/** Fixes the position that an answer about results is computed at. */
@Injectable()
export class ResultPoints {
  constructor(
    private readonly past: Past,
    private readonly eventStore: EventStore,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  /**
   * What is recorded after the position belongs to a later answer. An instant becomes the position that it ends with, so that a position
   * always gives the same answer.
   * @throws Problem `invalid-request`, and what `Points.find` throws.
   */
  async find({ at, after }: { readonly at?: string; readonly after?: string }): Promise<Point> {
    const moment = at === undefined ? undefined : parseMoment(at);
    await this.readYourWrites.upTo(after);
    const { points } = this.past;
    const position =
      moment === undefined ? ((await this.eventStore.head()) ?? -1n) : (await points.find(moment)).position;
    return points.find({ kind: 'position', position });
  }
}
