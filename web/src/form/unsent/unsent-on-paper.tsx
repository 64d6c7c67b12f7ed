import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { useTexts } from '../../i18n/language.js';
import { UnsentList, type ListedRow } from './unsent-list.js';

interface UnsentOnPaperProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly rows: readonly ListedRow[];
}

/** This person's rows that the server does not have, so that the sheet says what it lacks. */
export const UnsentOnPaper = ({ form, questionnaire, rows }: UnsentOnPaperProps) => {
  const t = useTexts();
  if (rows.length === 0) return null;
  return (
    <section className="notice unsent" aria-labelledby="unsent-on-paper">
      <h2 id="unsent-on-paper">{t('unsent.title', { count: rows.length })}</h2>
      <UnsentList form={form} questionnaire={questionnaire} rows={rows} />
    </section>
  );
};
