import { unknownEvent, type RecordedIn } from '../events/domain-event.js';
import { fencedAfter, unfenced, type Fenced } from '../events/fence.js';
import type { StreamModel } from '../commands/stream-model.js';
import type { Answer } from '../questionnaire/answer.js';

export interface AddedRow {
  readonly aspectId: string;
  readonly groupId: string;
  readonly title: string;
}

/** A declaration of the LAO. It holds until an officer returns exactly this revision. */
export interface Certification {
  readonly revision: bigint;
  /** Of its event in the log. */
  readonly position: bigint;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly fingerprint: string;
}

/** One LAO's survey of one year, folded from its own stream alone. */
export interface Survey {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly addedRows: ReadonlyMap<string, AddedRow>;
  readonly savedAspects: ReadonlySet<string>;
  /**
   * The last certification. An edit recorded after it proves that it had been returned, so it is forgotten then: only a
   * survey that still has one needs to ask the province's stream whether it is locked.
   */
  readonly certification: Certification | undefined;
  /** The rows that were answered anew, renamed or removed since the last certification. */
  readonly corrected: ReadonlySet<string>;
  /** What a decision on this survey must have seen of other streams. */
  readonly fenced: Fenced;
  /** How many fences the stream ends with. */
  readonly fences: bigint;
}

const initialState: Survey = {
  answers: new Map(),
  addedRows: new Map(),
  savedAspects: new Set(),
  certification: undefined,
  corrected: new Set(),
  fenced: unfenced,
  fences: 0n,
};

const evolve = (survey: Survey, events: readonly RecordedIn<'survey'>[]): Survey => {
  const answers = new Map(survey.answers);
  const addedRows = new Map(survey.addedRows);
  const savedAspects = new Set(survey.savedAspects);
  const corrected = new Set(survey.corrected);
  let { certification, fenced, fences } = survey;
  for (const event of events) {
    fences = event.type === 'SurveyFenced' ? fences + 1n : 0n;
    switch (event.type) {
      case 'AnswerRecorded':
        if (event.data.answer) answers.set(event.data.rowId, event.data.answer);
        else answers.delete(event.data.rowId);
        corrected.add(event.data.rowId);
        certification = undefined;
        break;
      case 'RowAdded': {
        const { rowId, aspectId, groupId, title } = event.data;
        addedRows.set(rowId, { aspectId, groupId, title });
        certification = undefined;
        break;
      }
      case 'RowRenamed': {
        const { rowId, title } = event.data;
        const row = addedRows.get(rowId);
        if (row) addedRows.set(rowId, { ...row, title });
        corrected.add(rowId);
        certification = undefined;
        break;
      }
      case 'RowRemoved':
        addedRows.delete(event.data.rowId);
        answers.delete(event.data.rowId);
        corrected.add(event.data.rowId);
        certification = undefined;
        break;
      case 'AspectSaved':
        savedAspects.add(event.data.aspectId);
        certification = undefined;
        break;
      case 'LaoCertified':
        corrected.clear();
        certification = {
          revision: event.revision,
          position: event.position,
          at: event.metadata.time,
          fingerprint: event.data.fingerprint,
        };
        break;
      case 'SurveyFenced':
        fenced = fencedAfter(fenced, event.data);
        break;
      default:
        unknownEvent(event);
    }
  }
  return { answers, addedRows, savedAspects, certification, corrected, fenced, fences };
};

export const surveyModel: StreamModel<Survey, 'survey'> = { category: 'survey', initialState, evolve };
