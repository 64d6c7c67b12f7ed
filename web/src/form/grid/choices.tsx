import { OTHER, type AnswerField } from '../../../../src/questionnaire/answer.js';
import { toggled, type RowDraft } from '../../answers/draft.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { useForm } from '../saving/context.js';
import type { RowView } from '../saving/row-view.js';

interface ChoicesProps {
  readonly view: RowView;
  readonly invalid: (field: AnswerField) => true | undefined;
}

/** The online-complaint row: several kinds to tick, and a text box for those that are not listed. */
export const Choices = ({ view: { row, draft }, invalid }: ChoicesProps) => {
  const t = useTexts();
  const { store } = useForm();
  const edit = (next: RowDraft) => store.edit(row.id, next);
  const off = !draft.hasEService;
  return (
    <fieldset className="choices" disabled={off}>
      <legend className="visually-hidden">{t('col.choices')}</legend>
      {row.choices?.map((choice) => (
        <label key={choice.id} className="choice">
          <input
            type="checkbox"
            checked={draft.choices.includes(choice.id)}
            aria-invalid={invalid('choices')}
            data-row={row.id}
            data-col={0}
            data-field="choices"
            onChange={() => edit({ ...draft, choices: toggled(draft.choices, choice.id) })}
          />
          {titleOf(choice)}
        </label>
      ))}
      {draft.choices.includes(OTHER) && (
        <label className="choice-other">
          <span>{t('complaint.hint')}</span>
          <input
            type="text"
            value={draft.otherChoices}
            aria-invalid={invalid('otherChoices')}
            data-row={row.id}
            data-col={0}
            data-field="otherChoices"
            onChange={(event) => store.edit(row.id, { ...draft, otherChoices: event.target.value }, true)}
            onBlur={() => store.endTyping()}
          />
        </label>
      )}
    </fieldset>
  );
};
