import { useState } from 'react';
import { Link } from 'react-router';
import { files } from '../api/calls.js';
import type { SurveyForm } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf, useTexts } from '../i18n/language.js';
import { DownloadLink } from '../ui/download-link.js';
import { Icon } from '../ui/icons.js';
import { SurveyState } from '../ui/state.js';
import { useMe } from '../session/session.js';
import { HelpDialog } from './dialogs/help-dialog.js';
import { ReturnNotice } from './returns/return-notice.js';
import { PlaceName } from '../ui/place-name.js';
import { Preamble } from './preamble.js';
import { RosterNotice } from './roster-notice.js';

/** Whose form it is, and its state; until the next certification also the reason for a return. */
export const FormHeader = ({ form, editing }: { readonly form: SurveyForm; readonly editing: boolean }) => {
  const t = useTexts();
  const { role } = useMe();
  const [help, setHelp] = useState(false);
  return (
    <header className="form-header">
      <div className="form-lead">
        <nav className="breadcrumb" aria-label={t('breadcrumb.label')}>
          <Link to="/surveys">{t('breadcrumb.surveys')}</Link> <span aria-hidden="true">»</span>{' '}
          {t('app.name')}
        </nav>
        <Preamble />
      </div>
      <div className="form-title">
        <h1>
          <PlaceName of={form.lao} />
        </h1>
        <span className="place">
          {t('form.place', {
            district: nameOf(form.lao.district),
            province: nameOf(form.lao.province),
            year: form.fiscalYear,
          })}
        </span>
        <SurveyState status={form.status} certifiedAt={form.certifiedAt} />
        <div className="form-tools">
          {editing && (
            <button type="button" className="button button-quiet" onClick={() => setHelp(true)}>
              <Icon name="help" /> {t('help.title')}
            </button>
          )}
          {form.status === 'certified' && (
            <DownloadLink
              href={files.receipt(form.fiscalYear, form.lao.code)}
              label={t('receipt.download')}
            />
          )}
          <Link className="button button-quiet" to={`/print/${form.fiscalYear}/${form.lao.code}`}>
            <Icon name="print" /> {t('print.open')}
          </Link>
        </div>
      </div>
      {form.provinceCertifiedAt && (
        <p className="notice">
          {t('status.province-certified-at', { time: dateTime(form.provinceCertifiedAt) })}
        </p>
      )}
      <RosterNotice form={form} />
      <ReturnNotice form={form} role={role} />
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </header>
  );
};
