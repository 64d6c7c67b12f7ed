import { rowTitles } from '../../answers/answer-text.js';
import type { Change } from '../../api/types.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { useWho } from './use-who.js';

interface ChangeListProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly changes: readonly Change[];
}

/** What others changed since the person looked: the row or the aspect, who and when. */
export const ChangeList = ({ form, questionnaire, changes }: ChangeListProps) => {
  const t = useTexts();
  const { whoAndWhen } = useWho();
  const titles = rowTitles(questionnaire);
  const added = form.aspects.flatMap(({ rows }) => rows);
  const subject = (change: Change): string => {
    if ('title' in change) return change.title;
    if ('rowId' in change) {
      return titles.get(change.rowId) ?? added.find(({ id }) => id === change.rowId)?.title ?? '';
    }
    const aspect = 'aspectId' in change && questionnaire.aspects.find(({ id }) => id === change.aspectId);
    return aspect ? titleOf(aspect) : '';
  };
  return (
    <ul className="changes">
      {changes.map((change) => (
        <li key={change.revision}>
          {[t(`event.${change.type}`), subject(change)].filter(Boolean).join(' — ')} ({whoAndWhen(change)})
        </li>
      ))}
    </ul>
  );
};
