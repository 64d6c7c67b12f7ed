import { Injectable } from '@nestjs/common';
import { asJson, type JsonObject } from '../basics/json.js';
import type { StaleRevision } from '../commands/seen-revision.js';
import { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../events/upcasting.js';
import { named, People } from '../people/people.js';
import { problems } from '../problems/catalogue.js';
import type { Problem } from '../problems/problem.js';

/** Who changed a stream, how and when. A person needs it to compare another's work with what they saw. */
@Injectable()
export class ChangesSince {
  constructor(
    private readonly eventStore: EventStore,
    private readonly people: People,
  ) {}

  /** After the first revision, up to and including the second one. */
  async between(stream: string, after: bigint, upTo: bigint): Promise<readonly JsonObject[]> {
    return this.described(await this.eventStore.readStream(stream, { from: after + 1n, to: upTo }));
  }

  /** The events of a stream behind a position of the log. */
  async behind(stream: string, position: bigint): Promise<readonly JsonObject[]> {
    const events = await this.eventStore.readStream(stream);
    return this.described(events.filter((event) => event.position > position));
  }

  /** The refusal with the changes since the revision that the person saw. */
  async explained(stream: string, { seen, current }: StaleRevision): Promise<Problem> {
    return problems.revisionConflict({
      expectedRevision: seen.toString(),
      currentRevision: current.toString(),
      changes: await this.between(stream, seen, current),
    });
  }

  private async described(
    events: Awaited<ReturnType<EventStore['readStream']>>,
  ): Promise<readonly JsonObject[]> {
    // A fence changes nothing that a person could compare.
    const changes = events
      .map((event) => toDomainEvent(event))
      .filter(({ type }) => type !== 'SurveyFenced' && type !== 'ProvinceFenced');
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
