import { unknownEvent, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import { isAbout } from '../../src/events/event-types.js';
import type { SurveyEvent } from '../../src/events/survey-events.js';
import type { Answer } from '../../src/questionnaire/answer.js';
import { collectionName } from '../engine/collection-name.js';
import { placeOf } from '../engine/place.js';
import type { Projection } from '../engine/projection.js';
import type { Document, Write } from '../read-store/document.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';
import { storedChange, textOf, type ChangeText, type PlacedChange } from './change-text.js';

/** When something was recorded, by whom (`sub`), and at which revision of the survey's stream. */
export interface Recorded {
  readonly at: string;
  readonly by: string;
  readonly revision: string;
}

type DataOf<Type extends SurveyEvent['type']> = Extract<SurveyEvent, { readonly type: Type }>['data'];

/** What one event said about a form. */
export type FormChange = Recorded &
  (
    | ({ readonly type: 'answer' } & Pick<DataOf<'AnswerRecorded'>, 'rowId' | 'answer'>)
    | ({ readonly type: 'row-added' } & DataOf<'RowAdded'>)
    | ({ readonly type: 'row-renamed' } & Pick<DataOf<'RowRenamed'>, 'rowId' | 'title'>)
    | ({ readonly type: 'row-removed' } & Pick<DataOf<'RowRemoved'>, 'rowId'>)
    | ({ readonly type: 'aspect-saved' } & DataOf<'AspectSaved'>)
    | { readonly type: 'certified' }
  );

/** Every change of the form of one LAO in one year. An answer at any position of the log is found here, without a stream. */
export interface LaoAnswers extends Document {
  readonly fiscalYear: number;
  readonly laoCode: string;
  /** Of the last change (see `placeOf`). */
  readonly place: string;
  /**
   * By `r` and the revision of the survey's stream. The documents of a nation share these keys, so JSON is parsed several times as fast as
   * with positions, which differ in all of them.
   */
  readonly changes: { readonly [revision: string]: ChangeText };
}

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isAbout(event, 'answers', 'certification')) return [];
  switch (event.type) {
    case 'AnswerRecorded': {
      const { rowId, answer } = event.data;
      return changeWrite(event, { type: 'answer', rowId, answer });
    }
    case 'RowAdded': {
      const { rowId, aspectId, groupId, title } = event.data;
      return changeWrite(event, { type: 'row-added', rowId, aspectId, groupId, title });
    }
    case 'RowRenamed': {
      const { rowId, title } = event.data;
      return changeWrite(event, { type: 'row-renamed', rowId, title });
    }
    case 'RowRemoved':
      return changeWrite(event, { type: 'row-removed', rowId: event.data.rowId });
    case 'AspectSaved':
      return changeWrite(event, { type: 'aspect-saved', aspectId: event.data.aspectId });
    case 'LaoCertified':
      return changeWrite(event, { type: 'certified' });
    case 'LaoReturned':
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
      return []; // the state of an LAO is in `round_states`
    default:
      return unknownEvent(event);
  }
};

type Without<Changes, Key extends PropertyKey> = Changes extends unknown ? Omit<Changes, Key> : never;
type SurveyRecord = Extract<RecordedDomainEvent, SurveyEvent>;

const changeWrite = (
  { subject, metadata, revision, position }: SurveyRecord,
  said: Without<FormChange, keyof Recorded>,
): readonly Write[] => {
  const { fiscalYear, laoCode } = subject;
  const recorded = { at: metadata.time, by: metadata.actor.sub, revision: revision.toString() };
  const change = textOf(position, { ...said, ...recorded });
  const set = { fiscalYear, laoCode, place: placeOf(position), [`changes.r${revision}`]: change };
  return [{ id: answersId(fiscalYear, laoCode), set }];
};

const answersId = (fiscalYear: number, laoCode: string): string => `${fiscalYear}.${laoCode}`;

export const answers: Projection = {
  name: 'answers',
  version: 4,
  indexes: [['fiscalYear', 'place']],
  project,
};
const collection = collectionName(answers);

/** Keyed by LAO code. LAOs without events are absent. */
export const answersOf = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  laoCodes: readonly string[],
): Promise<ReadonlyMap<string, LaoAnswers>> => {
  const ids = laoCodes.map((laoCode) => answersId(fiscalYear, laoCode));
  const found = await store.find<LaoAnswers>(collection, { _id: { oneOf: ids } });
  return new Map(found.map((each) => [each.laoCode, each]));
};

/** The LAOs of the year with a change after a place, in the order of their last changes. */
export const answersChangedAfter = (
  store: ReadStoreQueries,
  fiscalYear: number,
  place: string,
  limit: number,
): Promise<readonly LaoAnswers[]> =>
  store.find<LaoAnswers>(
    collection,
    { fiscalYear, place: { range: { gt: place } } },
    { sort: { place: 1 }, limit },
  );

/** Oldest first. */
export const changesIn = ({ changes }: LaoAnswers): readonly PlacedChange[] =>
  Object.entries(changes)
    .map(([key, text]) => storedChange(key.slice(1), text))
    .sort((a, b) => (a.position < b.position ? -1 : 1));

/** The form of an LAO at a position of the log. A cleared answer is null. */
export interface FormAsOf {
  /** Of the last event about the form; null before the first. */
  readonly revision: string | null;
  readonly answers: { readonly [rowId: string]: Recorded & { readonly answer: Answer | null } };
  readonly addedRows: { readonly [rowId: string]: Recorded & Omit<DataOf<'RowAdded'>, 'rowId'> };
  readonly savedAspects: { readonly [aspectId: string]: Recorded };
  /** The last certification, in force or not. */
  readonly certified: Recorded | null;
}

/** @param recorded undefined for an LAO without events */
export const formAsOf = (recorded: LaoAnswers | undefined, position: bigint): FormAsOf => {
  const found = new Map<string, FormAsOf['answers'][string]>();
  const addedRows = new Map<string, FormAsOf['addedRows'][string]>();
  const savedAspects = new Map<string, Recorded>();
  let revision: string | null = null;
  let certified: Recorded | null = null;
  for (const { position: place, change } of recorded ? changesIn(recorded) : []) {
    if (place > position) break;
    const trace = { at: change.at, by: change.by, revision: change.revision };
    ({ revision } = change);
    switch (change.type) {
      case 'answer':
        found.set(change.rowId, { answer: change.answer, ...trace });
        break;
      case 'row-added': {
        const { rowId, aspectId, groupId, title } = change;
        addedRows.set(rowId, { aspectId, groupId, title, ...trace });
        break;
      }
      case 'row-renamed':
        addedRows.set(change.rowId, { ...addedRows.get(change.rowId)!, title: change.title });
        break;
      case 'row-removed':
        addedRows.delete(change.rowId);
        found.delete(change.rowId);
        break;
      case 'aspect-saved':
        savedAspects.set(change.aspectId, trace);
        break;
      case 'certified':
        certified = trace;
        break;
      default:
        change satisfies never;
    }
  }
  return {
    revision,
    answers: Object.fromEntries(found),
    addedRows: Object.fromEntries(addedRows),
    savedAspects: Object.fromEntries(savedAspects),
    certified,
  };
};
