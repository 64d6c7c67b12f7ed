import type { Answer } from '../questionnaire/answer.js';
import type { Fence } from './fence.js';

/** A row's whole new answer; `null` when it was cleared. Only rows that changed are recorded. */
export interface AnswerRecorded {
  readonly type: 'AnswerRecorded';
  readonly data: { readonly aspectId: string; readonly rowId: string; readonly answer: Answer | null };
}

export interface RowAdded {
  readonly type: 'RowAdded';
  readonly data: {
    readonly aspectId: string;
    readonly groupId: string;
    readonly rowId: string;
    readonly title: string;
  };
}

/** The title of a row that the LAO added was corrected. Its answer stays. */
export interface RowRenamed {
  readonly type: 'RowRenamed';
  readonly data: { readonly aspectId: string; readonly rowId: string; readonly title: string };
}

export interface RowRemoved {
  readonly type: 'RowRemoved';
  readonly data: { readonly aspectId: string; readonly rowId: string };
}

/** The aspect was saved as a whole, complete or not; it closes the events of one save. */
export interface AspectSaved {
  readonly type: 'AspectSaved';
  readonly data: { readonly aspectId: string };
}

/** What the LAO says about an objection that it did not correct. Without a row: about the survey as a whole. */
export interface ObjectionNote {
  readonly rowId: string | null;
  readonly note: string;
}

/**
 * The LAO declares its answers true. `fingerprint` is the SHA-256 of exactly these answers
 * (see fingerprints/survey-fingerprint.ts); the notes are not part of it.
 */
export interface LaoCertified {
  readonly type: 'LaoCertified';
  readonly data: {
    readonly fingerprint: string;
    readonly questionnaireVersion: string;
    readonly notes: readonly ObjectionNote[];
  };
}

/** The window is made shorter, or the LAO is withdrawn: no answer that was decided before comes after this. */
export interface SurveyFenced {
  readonly type: 'SurveyFenced';
  readonly data: Fence;
}

/** Events of the stream of one LAO's survey of one year. */
export type SurveyEvent =
  AnswerRecorded | RowAdded | RowRenamed | RowRemoved | AspectSaved | LaoCertified | SurveyFenced;
