import { Injectable } from '@nestjs/common';
import { named, People } from '../people/people.js';
import { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../events/upcasting.js';
import { asJson, type JsonObject } from '../basics/json.js';

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
    const changes = events.map((event) => toDomainEvent(event));
    const names = await this.people.namesOf(changes.map(({ metadata }) => metadata.actor.sub));
    return changes.map(({ type, data, revision, metadata }) => ({
      revision: revision.toString(),
      at: metadata.time,
      by: named({ ...metadata.actor }, names),
      type,
      ...asJson(data),
    }));
  }
}
