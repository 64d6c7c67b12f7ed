import type { StreamModel } from '../commands/stream-model.js';
import type { RecordedIn } from '../events/domain-event.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';

/** One published version. It never changes. */
export interface Publication {
  readonly questionnaire: Questionnaire;
  /** The log position of its event. */
  readonly position: bigint;
  /** ISO 8601 UTC. */
  readonly at: string;
}

const published = ({ data, position, metadata }: RecordedIn<'questionnaire'>): Publication => ({
  questionnaire: data.questionnaire,
  position,
  at: metadata.time,
});

export const publicationModel: StreamModel<Publication | undefined, 'questionnaire'> = {
  category: 'questionnaire',
  initialState: undefined,
  evolve: (publication, events) => events.reduce((_, event) => published(event), publication),
};
