import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { EventStore } from '../event-store/event-store.js';
import { personStream } from '../events/streams.js';
import { typesIn } from '../events/event-types.js';
import type { PersonEvent } from '../events/person-events.js';
import { toEventIn } from '../events/upcasting.js';
import { problems } from '../problems/catalogue.js';
import { ActorView } from '../people/actor-view.js';
import { named, People, type KeptPerson } from '../people/people.js';

export class KeptPersonView implements KeptPerson {
  @ApiProperty() sub!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null once it was erased.' }) name!:
    string | null;
  @ApiProperty({ enum: ['sign-in', 'correction', 'erased'] }) source!: KeptPerson['source'];
  @ApiProperty({ format: 'date-time' }) since!: string;
}

class PersonActView {
  @ApiProperty({ enum: typesIn('person') }) type!: PersonEvent['type'];
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) by!: ActorView;
  @ApiProperty() reason!: string;
  @ApiProperty({ description: 'Place in the whole log.' }) position!: string;
}

export class PersonView extends KeptPersonView {
  @ApiProperty({ type: [PersonActView], description: 'What was done with this data, oldest first.' })
  acts!: PersonActView[];
}

/** The kept data of one person, with its corrections and erasures. */
export class GetPerson extends Query<PersonView> {
  constructor(readonly sub: string) {
    super();
  }
}

@QueryHandler(GetPerson)
export class GetPersonHandler implements IQueryHandler<GetPerson> {
  constructor(
    private readonly people: People,
    private readonly eventStore: EventStore,
  ) {}

  async execute({ sub }: GetPerson): Promise<PersonView> {
    const kept = await this.people.kept(sub);
    if (!kept) throw problems.unknownPerson(sub);
    const events = (await this.eventStore.readStream(personStream(sub))).map((event) =>
      toEventIn('person', event),
    );
    const names = await this.people.namesOf(events.map(({ metadata }) => metadata.actor.sub));
    const acts = events.map(({ type, data, metadata, position }) => ({
      type,
      at: metadata.time,
      by: named(metadata.actor, names),
      reason: data.reason,
      position: position.toString(),
    }));
    return { ...kept, acts };
  }
}
