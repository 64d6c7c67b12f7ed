import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { AnyDocument, Index, Write } from '../read-store/document.js';

/** What came before an event in the log. */
export interface Before {
  /** The document that the read model made last. */
  readonly last: AnyDocument | undefined;
  /** The position of the event before. */
  readonly position: bigint | undefined;
}

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
  /**
   * Set if every state of the documents is kept (see `document-states.ts`). The function says whether the writes of an event also count
   * in all earlier states.
   */
  readonly states?: { readonly countsFromBeginning: (event: RecordedDomainEvent) => boolean };
  /**
   * Set for a read model of the log itself. It gets every event, also one that this code cannot read. Undefined: the event makes no
   * document. Ids must ascend.
   */
  readonly note?: (event: RecordedEvent, before: Before) => Write | undefined;
}
