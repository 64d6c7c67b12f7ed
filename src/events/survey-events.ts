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

export interface RowRemoved {
  readonly type: 'RowRemoved';
  readonly data: { readonly aspectId: string; readonly rowId: string };
}

/** The aspect was saved as a whole, complete or not; it closes the events of one save. */
export interface AspectSaved {
  readonly type: 'AspectSaved';
  readonly data: { readonly aspectId: string };
}

/** The LAO declares its answers true; `fingerprint` is the SHA-256 of exactly these answers (see survey/fingerprint.ts). */
export interface LaoCertified {
  readonly type: 'LaoCertified';
  readonly data: { readonly fingerprint: string; readonly questionnaireVersion: string };
}

/** The window is made shorter, or the LAO is withdrawn: no answer that was decided before comes after this. */
export interface SurveyFenced {
  readonly type: 'SurveyFenced';
  readonly data: Fence;
}

/** Events of the stream of one LAO's survey of one year. */
export type SurveyEvent = AnswerRecorded | RowAdded | RowRemoved | AspectSaved | LaoCertified | SurveyFenced;
