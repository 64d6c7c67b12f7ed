import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { campaignsQuery, formQuery, questionnaireQuery } from '../api/queries.js';
import { nameOf, useTexts } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { FailedPage, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { CERTIFIED } from './certified.js';
import { CertifiedPage } from './certified-page.js';
import { Filling } from './filling.js';
import { ReadOnlyView } from './read-only-view.js';

/** The LAO's own staff fill the form while the round is open and the survey is not certified. For others, and later, it is read-only. */
const FormPage = () => {
  const t = useTexts();
  const me = useMe();
  const { year = '', lao = '', aspect } = useParams();
  const fiscalYear = Number(year);
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const campaigns = useQuery(campaignsQuery);
  const owner = useMemo(() => ({ person: me.sub, year: fiscalYear, lao }), [me.sub, fiscalYear, lao]);
  useTitle(`${form.data ? nameOf(form.data.lao) : ''} ${year} — ${t('app.name')}`);

  const failed = form.error ?? questionnaire.error;
  if (failed && !(form.data && questionnaire.data)) {
    const retry = (): void => {
      void form.refetch();
      void questionnaire.refetch();
    };
    return <FailedPage error={failed} onRetry={retry} />;
  }
  if (!form.data || !questionnaire.data || campaigns.isPending) return <Loading />;

  const campaign = campaigns.data?.find((candidate) => candidate.fiscalYear === fiscalYear);
  const fills =
    me.role === 'lao' &&
    !form.data.withdrawn &&
    form.data.status !== 'certified' &&
    !form.data.provinceCertifiedAt &&
    campaign?.state !== 'closed' &&
    campaign?.state !== 'scheduled';
  const { status, certifiedAt } = form.data;
  if (aspect === CERTIFIED && status === 'certified' && certifiedAt) {
    return <CertifiedPage form={{ ...form.data, certifiedAt }} questionnaire={questionnaire.data} />;
  }
  return fills ? (
    <Filling
      key={`${owner.person} ${year} ${lao}`}
      owner={owner}
      form={form.data}
      questionnaire={questionnaire.data}
      closesAt={campaign?.closesAt}
    />
  ) : (
    <ReadOnlyView form={form.data} questionnaire={questionnaire.data} campaign={campaign} />
  );
};
export default FormPage;
