import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { Campaign, FormRow, SurveyForm } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { ReturnDialog } from './dialogs/return-dialog.js';
import { useMe } from '../session/session.js';
import { AspectBadge } from '../ui/state.js';
import { ToastPlace } from '../ui/toasts.js';
import { AnswerTable } from '../answers/answer-table.js';
import { useFocusOnAspect } from '../answers/focus.js';
import { FormHeader } from './form-header.js';
import { ReturnedNote, returnedRowsOf, returnFor } from './returns/return-notice.js';
import { RowDetails } from './dialogs/row-details.js';
import { useChanges } from './use-changes.js';
import { RowFlag } from './returns/row-flag.js';
import { PrintInstead } from './print-instead.js';
import { listed } from './unsent/unsent-list.js';
import { KeptWhileLocked, useUnsentOf } from './unsent/kept-while-locked.js';
import { useReturnFlags } from './returns/use-return-flags.js';

interface ReadOnlyViewProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly campaign: Campaign | undefined;
}

export const ReadOnlyView = ({ form, questionnaire, campaign }: ReadOnlyViewProps) => {
  const t = useTexts();
  const { role } = useMe();
  const { aspect: aspectId } = useParams();
  const [returning, setReturning] = useState(false);
  const [details, setDetails] = useState<FormRow | null>(null);
  const flags = useReturnFlags(form);
  const unsent = useUnsentOf(form.fiscalYear, form.lao.code);
  const returned = returnedRowsOf(returnFor(form, role));
  const { look, certification } = useChanges(form, role !== 'lao');
  const changed = new Set([...(look?.rows ?? []), ...(certification?.rows ?? [])]);
  const aspect = questionnaire.aspects.find(({ id }) => id === aspectId) ?? questionnaire.aspects[0];
  useFocusOnAspect(aspect?.id);
  if (!aspect) return null;
  const base = `/surveys/${form.fiscalYear}/${form.lao.code}`;
  const stateOf = (id: string) => form.aspects.find((item) => item.id === id);
  const mayReturn = role === 'province' && form.status === 'certified' && !form.provinceCertifiedAt;

  return (
    <>
      <PrintInstead form={form} questionnaire={questionnaire} unsent={() => listed(unsent.rows)} />
      <div className="form-page">
        <nav className="aspects" aria-label={t('form.aspects')}>
          <ol>
            {questionnaire.aspects.map((item) => {
              const state = stateOf(item.id);
              return (
                <li key={item.id}>
                  <Link to={`${base}/${item.id}`} aria-current={item.id === aspect.id ? 'page' : undefined}>
                    <span className="aspect-title">
                      {t('aspect.heading', { number: item.number, title: titleOf(item) })}
                    </span>
                    {state && <AspectBadge state={state.state} />}
                  </Link>
                </li>
              );
            })}
          </ol>
        </nav>
        <section className="form-main" aria-labelledby="aspect-heading">
          <FormHeader form={form} editing={false} />
          <KeptWhileLocked form={form} questionnaire={questionnaire} unsent={unsent} />
          {role === 'lao' && campaign && (campaign.state === 'closed' || campaign.state === 'scheduled') && (
            <p className="notice">
              {t(campaign.state === 'closed' ? 'form.closed' : 'form.scheduled', {
                time: dateTime(
                  campaign.state === 'closed' ? (campaign.closedAt ?? campaign.closesAt) : campaign.opensAt,
                ),
              })}
            </p>
          )}
          {look && (
            <p className="notice">
              {look.rows.size > 0
                ? t('review.since', { count: look.rows.size, time: dateTime(look.at) })
                : t('review.nothing-since', { time: dateTime(look.at) })}
            </p>
          )}
          {certification && (
            <p className="notice">
              {t('review.since-certified', {
                count: certification.rows.size,
                time: dateTime(certification.at),
              })}
            </p>
          )}
          <h2 id="aspect-heading" tabIndex={-1}>
            {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
          </h2>
          <AnswerTable
            questionnaire={questionnaire}
            aspect={aspect}
            rows={stateOf(aspect.id)?.rows ?? []}
            changed={changed}
            notes={(row, title) => (
              <>
                <ReturnedNote row={returned.get(row.id)} />
                {mayReturn && <RowFlag rowId={row.id} title={title} flags={flags} />}
              </>
            )}
            onDetails={setDetails}
            labelledBy="aspect-heading"
          />
        </section>
        {details && (
          <RowDetails
            key={details.id}
            form={form}
            questionnaire={questionnaire}
            row={details}
            answer={details.answer}
            returned={returned.get(details.id)}
            onClose={() => setDetails(null)}
          />
        )}
        <footer className="bottom-bar">
          <ToastPlace />
          <Link className="button" to="/surveys">
            {t('form.back')}
          </Link>
          {role === 'province' && (
            <Link className="button" to={`/provinces/${form.lao.province.code}/${form.fiscalYear}`}>
              {t('menu.province')}
            </Link>
          )}
          {role === 'auditor' && (
            <Link className="button" to={`/audit/${form.fiscalYear}/${form.lao.code}`}>
              {t('audit.history')}
            </Link>
          )}
          {mayReturn && (
            <button type="button" className="button button-danger" onClick={() => setReturning(true)}>
              {flags.rows.size > 0 ? t('return.open-rows', { count: flags.rows.size }) : t('return.open')}
            </button>
          )}
        </footer>
        {returning && (
          <ReturnDialog
            form={form}
            questionnaire={questionnaire}
            flags={flags}
            onClose={() => setReturning(false)}
          />
        )}
      </div>
    </>
  );
};
