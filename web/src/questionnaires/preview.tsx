import { useState } from 'react';
import type { Aspect, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { AnswerTable } from '../answers/answer-table.js';
import type { FormRow } from '../api/types.js';
import { titleOf } from '../i18n/language.js';
import { useTexts } from './texts.js';

/** One aspect as the clerk will see it, without answers. */
export const Preview = ({ questionnaire }: { readonly questionnaire: Questionnaire }) => {
  const t = useTexts();
  const [shown, setShown] = useState(questionnaire.aspects[0]?.id);
  const aspect = questionnaire.aspects.find(({ id }) => id === shown);
  return (
    <section aria-labelledby="preview-title">
      <h2 id="preview-title">{t('questionnaire.preview')}</h2>
      <label className="field">
        <span>{t('questionnaire.aspect')}</span>
        <select value={shown} onChange={(event) => setShown(event.target.value)}>
          {questionnaire.aspects.map((each) => (
            <option key={each.id} value={each.id}>
              {t('aspect.heading', { number: each.number, title: titleOf(each) })}
            </option>
          ))}
        </select>
      </label>
      {aspect && (
        <div className="scroll-x">
          <AnswerTable
            questionnaire={questionnaire}
            aspect={aspect}
            rows={blankRows(aspect)}
            labelledBy="preview-title"
          />
        </div>
      )}
    </section>
  );
};

const blankRows = (aspect: Aspect): readonly FormRow[] =>
  aspect.groups.flatMap((group) =>
    group.rows.map(({ id, titleTh, kind, choices }) => ({
      id,
      groupId: group.id,
      title: titleTh,
      standard: true,
      kind,
      state: 'unanswered' as const,
      missing: [],
      answer: null,
      ...(choices && { choices }),
    })),
  );
