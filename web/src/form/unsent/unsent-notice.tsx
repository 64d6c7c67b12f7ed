import { useState } from 'react';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { dropValues } from '../../drafts/drafts.js';
import type { UnsentRow } from '../../drafts/record.js';
import { useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { listed, UnsentList } from './unsent-list.js';

interface UnsentNoticeProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly rows: readonly UnsentRow[];
  readonly explain: string;
  readonly onDropped: () => void;
}

/** Shows unsent rows that are in no form now, and lets the person discard them. */
export const UnsentNotice = ({ form, questionnaire, rows, explain, onDropped }: UnsentNoticeProps) => {
  const t = useTexts();
  // What the person sees when asking. A row that is typed in another window meanwhile stays.
  const [dropping, setDropping] = useState<readonly UnsentRow[] | null>(null);
  if (rows.length === 0) return null;
  const drop = async (values: readonly UnsentRow[]): Promise<void> => {
    await dropValues(values);
    setDropping(null);
    onDropped();
  };
  return (
    <section className="notice unsent" aria-labelledby="unsent-heading">
      <h2 id="unsent-heading">{t('unsent.title', { count: rows.length })}</h2>
      <p>{explain}</p>
      <UnsentList form={form} questionnaire={questionnaire} rows={listed(rows)} />{' '}
      <button type="button" className="button button-danger screen-only" onClick={() => setDropping(rows)}>
        {t('unsent.drop')}
      </button>
      {dropping && (
        <Dialog
          title={t('unsent.drop')}
          onClose={() => setDropping(null)}
          alert
          actions={
            <>
              <button className="button" onClick={() => setDropping(null)}>
                {t('common.cancel')}
              </button>
              <button className="button button-danger" onClick={() => void drop(dropping)}>
                {t('unsent.drop')}
              </button>
            </>
          }
        >
          <p>{t('unsent.drop.explain', { count: dropping.length })}</p>
        </Dialog>
      )}
    </section>
  );
};
