import { Injectable } from '@nestjs/common';
import { named, People } from '../people/people.js';
import { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../events/upcasting.js';
import { asJson, type JsonObject } from '../basics/json.js';

/** Who changed a survey, how and when. A person needs it to compare another's work with their own. */
@Injectable()
export class SurveyChanges {
  constructor(
    private readonly eventStore: EventStore,
    private readonly people: People,
  ) {}

  /** After the first revision, up to and including the second one. */
  async between(stream: string, after: bigint, upTo: bigint): Promise<readonly JsonObject[]> {
    const events = await this.eventStore.readStream(stream, { from: after + 1n, to: upTo });
    // A fence changes nothing that a person could compare.
    const changes = events.map((event) => toDomainEvent(event)).filter(({ type }) => type !== 'SurveyFenced');
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
