import type { Actor } from '../events/actor.js';
import { isIn, type RecordedDomainEvent } from '../events/domain-event.js';
import { isAbout, typesAbout } from '../events/event-types.js';
import {
  answerChanges,
  contentOf,
  sameContent,
  type Answer,
  type AnswerChange,
} from '../questionnaire/answer.js';
import { surveyModel, type Survey } from '../form/survey.js';
import type { SurveyStatus } from '../form/form-view.js';

/** Who did it, when (ISO 8601 UTC), and its position in the log. */
export interface Deed {
  readonly by: Actor;
  readonly at: string;
  readonly position: bigint;
}

/** One cell with changed content; null is empty. The deed is the last one that changed it. */
export interface CellChange extends Deed, AnswerChange {
  readonly aspectId: string;
  readonly rowId: string;
  /** Of a row that the LAO added; null for a standard one, which the questionnaire names. */
  readonly title: string | null;
}

export interface RowChange extends Deed {
  readonly aspectId: string;
  readonly groupId: string;
  readonly rowId: string;
  readonly title: string;
}

/** An added row that has another title. */
export interface TitleChange extends Deed {
  readonly aspectId: string;
  readonly rowId: string;
  readonly before: string;
  readonly after: string;
}

export interface AspectSave extends Deed {
  readonly aspectId: string;
}

export const statusChanges = typesAbout('certification');

/** A certification or its reversal, of the LAO or of its province. */
export interface StatusChange extends Deed {
  readonly type: (typeof statusChanges)[number];
  readonly reason: string | null;
}

/** The differences in one survey between two points, and the important events in between. */
export interface StreamDifference {
  readonly statusBefore: SurveyStatus;
  readonly statusAfter: SurveyStatus;
  /** The net change. It excludes cells that returned to their old content. A row that was removed loses the answers that it had. */
  readonly cells: readonly CellChange[];
  readonly rowsAdded: readonly RowChange[];
  readonly rowsRemoved: readonly RowChange[];
  /** Rows that are there at both points. */
  readonly rowsRenamed: readonly TitleChange[];
  /** The last save of each aspect that was saved in between. */
  readonly aspectsSaved: readonly AspectSave[];
  readonly statusChanges: readonly StatusChange[];
}

/**
 * The difference made by the events after `from`, up to and including `to` (positions).
 * @param events all events that concern the survey, in log order: its own, and those of its province that concern it.
 */
export const differenceBetween = (
  events: readonly RecordedDomainEvent[],
  from: bigint,
  to: bigint,
): StreamDifference => {
  const earlier = events.filter(({ position }) => position <= from);
  const between = events.filter(({ position }) => position > from && position <= to);
  const before = surveyModel.evolve(surveyModel.initialState, earlier.filter(isSurveys));
  const after = surveyModel.evolve(before, between.filter(isSurveys));
  return {
    statusBefore: statusAfter(earlier, 'not-certified'),
    statusAfter: statusAfter(between, statusAfter(earlier, 'not-certified')),
    cells: cellChanges(between, before, after),
    rowsAdded: rowsOnlyIn(after, before, between, 'RowAdded'),
    rowsRemoved: rowsOnlyIn(before, after, between, 'RowRemoved'),
    rowsRenamed: titleChanges(before, after, between),
    aspectsSaved: aspectSaves(between),
    statusChanges: between.flatMap(statusChange),
  };
};

/** Whether there is no difference to report. */
export const isEmpty = (difference: StreamDifference): boolean =>
  [
    difference.cells,
    difference.rowsAdded,
    difference.rowsRemoved,
    difference.rowsRenamed,
    difference.aspectsSaved,
    difference.statusChanges,
  ].every((changes) => changes.length === 0);

const isSurveys = (event: RecordedDomainEvent) => isIn(event, 'survey');

const deedOf = ({ metadata: { actor, time }, position }: RecordedDomainEvent): Deed => ({
  by: actor,
  at: time,
  position,
});

const statusAfter = (events: readonly RecordedDomainEvent[], otherwise: SurveyStatus): SurveyStatus => {
  const last = events.findLast(({ type }) => type === 'LaoCertified' || type === 'LaoReturned');
  if (!last) return otherwise;
  return last.type === 'LaoCertified' ? 'certified' : 'returned';
};

const cellChanges = (
  between: readonly RecordedDomainEvent[],
  before: Survey,
  after: Survey,
): readonly CellChange[] => {
  const standing = new Map<string, Answer | null>(before.answers);
  const last = new Map<string, CellChange>();
  for (const event of between) {
    if (event.type !== 'AnswerRecorded' && event.type !== 'RowRemoved') continue;
    const { aspectId, rowId } = event.data;
    const answer = event.type === 'AnswerRecorded' ? event.data.answer : null;
    for (const { field } of answerChanges(standing.get(rowId), answer)) {
      last.set(`${rowId} ${field}`, {
        ...deedOf(event),
        aspectId,
        rowId,
        title: (after.addedRows.get(rowId) ?? before.addedRows.get(rowId))?.title ?? null,
        field,
        before: contentOf(before.answers.get(rowId), field),
        after: contentOf(after.answers.get(rowId), field),
      });
    }
    standing.set(rowId, answer);
  }
  return [...last.values()].filter((each) => !sameContent(each.before, each.after));
};

const rowsOnlyIn = (
  one: Survey,
  other: Survey,
  between: readonly RecordedDomainEvent[],
  type: 'RowAdded' | 'RowRemoved',
): readonly RowChange[] =>
  [...one.addedRows].flatMap(([rowId, row]) => {
    if (other.addedRows.has(rowId)) return [];
    const event = between.find((each) => each.type === type && each.data.rowId === rowId);
    return event ? [{ ...row, rowId, ...deedOf(event) }] : [];
  });

const titleChanges = (
  before: Survey,
  after: Survey,
  between: readonly RecordedDomainEvent[],
): readonly TitleChange[] =>
  [...after.addedRows].flatMap(([rowId, { aspectId, title }]) => {
    const earlier = before.addedRows.get(rowId)?.title;
    if (earlier === undefined || earlier === title) return [];
    const event = between.findLast((each) => each.type === 'RowRenamed' && each.data.rowId === rowId);
    return event ? [{ aspectId, rowId, before: earlier, after: title, ...deedOf(event) }] : [];
  });

const aspectSaves = (between: readonly RecordedDomainEvent[]): readonly AspectSave[] => {
  const last = new Map<string, AspectSave>();
  for (const event of between) {
    if (event.type !== 'AspectSaved') continue;
    const { aspectId } = event.data;
    last.set(aspectId, { aspectId, ...deedOf(event) });
  }
  return [...last.values()];
};

const statusChange = (event: RecordedDomainEvent): readonly StatusChange[] => {
  if (!isAbout(event, 'certification')) return [];
  const reason = 'reason' in event.data ? event.data.reason : null;
  return [{ type: event.type, reason, ...deedOf(event) }];
};
