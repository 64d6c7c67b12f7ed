import { answerFields, type Answer } from '../../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { FormRow, SurveyForm } from '../../api/types.js';
import { draftOf, draftWith, sameDraft, withOwnCounts, type RowDraft } from '../../answers/draft.js';
import type { RowView } from '../saving/row-view.js';

/** Last year's answer of the same row. Rows that the LAO added are matched by their titles. */
export const lastYearAnswer = (last: SurveyForm, row: FormRow): Answer | null => {
  const rows = last.aspects.flatMap((aspect) => aspect.rows);
  const same = row.standard
    ? rows.find(({ id, standard }) => standard && id === row.id)
    : rows.find(({ title, standard }) => !standard && title === row.title);
  return same?.answer ?? null;
};

/** A row that the LAO added last year and not this year. */
export interface MissingRow {
  readonly aspectId: string;
  readonly groupId: string;
  readonly title: string;
}

/** They have to be added before they can be answered. Where the questionnaire has no such group any more, they have no place. */
export const notAddedAgain = (
  last: SurveyForm,
  rows: readonly RowView[],
  { aspects }: Pick<Questionnaire, 'aspects'>,
): readonly MissingRow[] => {
  const titles = new Set(rows.map(({ row }) => row.title));
  const groups = new Set(aspects.flatMap(({ id, groups: of }) => of.map((group) => `${id} ${group.id}`)));
  return last.aspects.flatMap((aspect) =>
    aspect.rows
      .filter(({ standard, title }) => !standard && !titles.has(title))
      .filter(({ groupId }) => groups.has(`${aspect.id} ${groupId}`))
      .map(({ groupId, title }) => ({ aspectId: aspect.id, groupId, title })),
  );
};

/**
 * The drafts that copying last year's answers would change. Rows that have an answer stay as they are unless `replacing`. The number of
 * users is never changed: it is counted anew each year. Choices that the questionnaire no longer offers are left out.
 */
export const copiedFrom = (
  last: SurveyForm,
  rows: readonly RowView[],
  replacing: boolean,
): ReadonlyMap<string, RowDraft> =>
  new Map(
    rows.flatMap((view): [string, RowDraft][] => {
      const answer = lastYearAnswer(last, view.row);
      const blank = sameDraft(view.draft, draftOf(null));
      if (!answer || !(blank || replacing)) return [];
      const next = withOwnCounts(view.draft, offered(view, draftOf(answer)));
      return !next || sameDraft(next, view.draft) ? [] : [[view.row.id, next]];
    }),
  );

const offered = ({ questions, draft }: RowView, last: RowDraft): RowDraft =>
  draftWith((field) => {
    const description = answerFields[field];
    if (description.kind === 'count') return draft[field];
    const content = last[field];
    if (description.kind !== 'choices' || typeof content !== 'object') return content;
    const choices = questions[description.offers] ?? [];
    return content.filter((id) => choices.some((choice) => choice.id === id));
  });
