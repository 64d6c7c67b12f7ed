import { Injectable } from '@nestjs/common';
import { People } from '../access/people.js';
import { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../event-store/upcasting.js';
import type { JsonObject } from '../json.js';

/** Who did what to a survey, and when: what a person needs to compare another's work with its own. */
@Injectable()
export class SurveyChanges {
  constructor(
    private readonly eventStore: EventStore,
    private readonly people: People,
  ) {}

  /** Behind the first revision, up to the second one. */
  async between(stream: string, after: bigint, upTo: bigint): Promise<readonly JsonObject[]> {
    const events = await this.eventStore.readStream(stream, { from: after + 1n, to: upTo });
    return events.map((event) => {
      const { type, data, revision, metadata } = toDomainEvent(event);
      const name = this.people.nameOf(metadata.actor.sub);
      return {
        revision: revision.toString(),
        at: metadata.time,
        by: { ...metadata.actor, ...(name === undefined ? {} : { name }) },
        type,
        ...(data as unknown as JsonObject),
      };
    });
  }
}
