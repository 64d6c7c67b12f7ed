import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { Index, Write } from '../read-store/document.js';

/**
 * A read model: a pure function from one event to document writes. Every value comes from the event (its time included)
 * or from reference data given at construction. A changed `project` needs a new `version`: the projector then rebuilds
 * the read model beside the live one.
 */
export interface Projection {
  /** Collection name, snake_case plural: `survey_forms`. */
  readonly name: string;
  readonly version: number;
  readonly indexes: readonly Index[];
  project(event: RecordedDomainEvent): readonly Write[];
}
