import { useEffect } from 'react';
import { Link } from 'react-router';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { focusHeadingAfterDialog } from '../answers/focus.js';
import { files } from '../api/calls.js';
import type { SurveyForm } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf, useTexts } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { DownloadLink } from '../ui/download-link.js';
import { Icon } from '../ui/icons.js';
import { PlaceName } from '../ui/place-name.js';
import { SummaryTable, summaryOf } from './dialogs/summary-table.js';

interface CertifiedPageProps {
  readonly form: SurveyForm & { readonly certifiedAt: string };
  readonly questionnaire: Questionnaire;
}

/** What was declared, when and under which number, what happens next, and a sheet to sign. */
export const CertifiedPage = ({ form, questionnaire }: CertifiedPageProps) => {
  const t = useTexts();
  const { name } = useMe();
  // The dialog that led here closes, and the form that it belonged to is gone.
  useEffect(() => focusHeadingAfterDialog(), []);
  const { lao, fiscalYear } = form;
  const answers = new Map(
    form.aspects.map(({ id, rows }) => [id, rows.map(({ answer }) => answer)] as const),
  );
  return (
    <div className="print-sheet certified">
      <h1 id="aspect-heading" tabIndex={-1}>
        <Icon name="complete" /> {t('certified.title')}
      </h1>
      <p>
        <strong>
          <PlaceName of={lao} />
        </strong>{' '}
        {t('form.place', {
          district: nameOf(lao.district),
          province: nameOf(lao.province),
          year: fiscalYear,
        })}
      </p>
      <dl className="certified-facts">
        <div>
          <dt>{t('certified.when')}</dt>
          <dd>{t('status.certified-at', { time: dateTime(form.certifiedAt) })}</dd>
        </div>
        <div>
          <dt>{t('certified.number')}</dt>
          <dd>{form.certifiedRevision}</dd>
        </div>
        {form.fingerprint && (
          <div>
            <dt>{t('certified.fingerprint')}</dt>
            <dd className="fingerprint">{form.fingerprint}</dd>
          </div>
        )}
      </dl>
      <SummaryTable
        caption={t('certify.summary', { name: nameOf(lao), year: fiscalYear })}
        aspects={summaryOf(questionnaire, (id) => answers.get(id) ?? [])}
      />
      <p>{t('certified.declared')}</p>
      <h2>{t('certified.next')}</h2>
      <p>{t('certified.next.text', { province: nameOf(lao.province) })}</p>
      <p className="screen-only print-actions">
        <DownloadLink href={files.receipt(fiscalYear, lao.code)} label={t('receipt.download')} />
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" /> {t('certified.print')}
        </button>
        <Link className="button" to={`/surveys/${fiscalYear}/${lao.code}`}>
          {t('form.back')}
        </Link>
      </p>
      <div className="signature">
        <p>{t('certified.sign')}</p>
        <p>({name})</p>
        <p>{t('certified.sign.position')}</p>
        <p>{t('certified.sign.date')}</p>
      </div>
    </div>
  );
};
