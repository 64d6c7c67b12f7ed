import type { ReactNode } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf, titleOf, useTexts } from '../i18n/language.js';
import { useNow } from '../hooks/use-now.js';
import { AnswerTable } from '../answers/answer-table.js';
import { PlaceName } from '../ui/place-name.js';
import { ReturnedNote, returnedRowsOf, returnFor } from './returns/return-notice.js';

interface PrintSheetProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  /** Shown above the answers. */
  readonly children?: ReactNode;
}

/** The whole form on paper: status, times and all aspects. The print style adds page numbers. */
export const PrintSheet = ({ form, questionnaire, children }: PrintSheetProps) => {
  const t = useTexts();
  const now = useNow();
  // A printed form shows no return that a later certification has answered.
  const returned = returnFor(form, 'lao');
  const returnedRows = returnedRowsOf(returned);
  return (
    <>
      <h1>{t('app.name')}</h1>
      <p>
        <strong>
          <PlaceName of={form.lao} />
        </strong>{' '}
        {t('form.place', {
          district: nameOf(form.lao.district),
          province: nameOf(form.lao.province),
          year: form.fiscalYear,
        })}
      </p>
      <p>
        {form.certifiedAt && form.status === 'certified'
          ? t('status.certified-at', { time: dateTime(form.certifiedAt) })
          : t(`status.${form.status}`)}
        {form.provinceCertifiedAt &&
          ` · ${t('status.province-certified-at', { time: dateTime(form.provinceCertifiedAt) })}`}
      </p>
      <p>{t('print.printed-at', { time: dateTime(new Date(now).toISOString()), revision: form.revision })}</p>
      {returned && (
        <p>
          <strong>{t('form.returned')}</strong> <span className="reason">{returned.reason}</span>
        </p>
      )}
      {children}
      {questionnaire.aspects.map((aspect) => (
        <section key={aspect.id}>
          <h2 id={`print-${aspect.id}`}>
            {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
          </h2>
          <AnswerTable
            questionnaire={questionnaire}
            aspect={aspect}
            rows={form.aspects.find(({ id }) => id === aspect.id)?.rows ?? []}
            notes={({ id }) => <ReturnedNote row={returnedRows.get(id)} />}
            labelledBy={`print-${aspect.id}`}
          />
        </section>
      ))}
    </>
  );
};
