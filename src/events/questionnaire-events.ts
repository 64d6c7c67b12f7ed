import type { Questionnaire } from '../questionnaire/questionnaire.js';

/** A version of the form, for good. Rounds pin it, and answers name its rows. */
export interface QuestionnairePublished {
  readonly type: 'QuestionnairePublished';
  readonly data: {
    /** The whole document, with the members that have no rule. */
    readonly questionnaire: Questionnaire;
    /**
     * Of a version that an upgrade took from a file for an older log: the instant of the first opening that pins it, ISO 8601 UTC. It
     * counts from then on, though surveys were recorded before this event.
     */
    readonly countsFrom?: string;
  };
}

/** Events of the stream of one version. It has exactly one. */
export type QuestionnaireEvent = QuestionnairePublished;
