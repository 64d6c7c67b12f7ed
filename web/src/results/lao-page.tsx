import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../api/calls.js';
import { questionnaireQuery } from '../api/queries.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { PastPanel } from '../past/past-panel.js';
import { surveyAddress, useMoment } from '../past/use-moment.js';
import { useMe } from '../session/session.js';
import { ExportLinks } from '../ui/export-links.js';
import { FailedPage, Failure, Loading } from '../ui/failure.js';
import { YearChoice } from '../ui/year-choice.js';
import { AmongLike } from './among-like.js';
import { LeadersOffer } from './leaders-offer.js';
import { OwnRows } from './own-rows.js';
import { useTexts } from './texts.js';
import { rowsById } from './titles.js';
import { useRound } from './use-round.js';
import './results.css';

/** The result of one LAO, against its type, its province and the country. */
const LaoPage = () => {
  const t = useTexts();
  const { years } = useRound();
  const me = useMe();
  const navigate = useNavigate();
  const { year: yearText, lao = '' } = useParams();
  const year = Number(yearText);
  const [at] = useMoment();
  const result = useQuery({
    queryKey: ['results', year, 'lao', lao, at],
    queryFn: () => api.laoResult(year, lao, at),
    placeholderData: keepPreviousData,
    ...(at !== null && { staleTime: Infinity }),
  });
  const questionnaire = useQuery(questionnaireQuery(year));
  const steps = useQuery({ queryKey: ['moments', year, lao], queryFn: () => api.moments(year, lao) });
  useTitle(`${t('lao.title')} ${result.data?.lao.name ?? ''} ${year} — ${t('app.name')}`);
  const error = result.error ?? questionnaire.error;
  const retry = (): void => {
    void result.refetch();
    if (questionnaire.error) void questionnaire.refetch();
  };
  if (!result.data || !questionnaire.data) {
    return error ? <FailedPage error={error} onRetry={retry} /> : <Loading />;
  }
  const { data } = result;
  const titles = rowsById(questionnaire.data);
  const source = t('source', {
    year,
    position: formatCount(Number(data.position)),
    time: dateTime(data.time),
  });
  const figure = (name: string) => ({
    source: `${nameOf(data.lao)} · ${source}`,
    fileName: `results-${year}-${data.lao.laoCode}-${name}-position-${data.position}`,
  });
  const parts = { result: data, titles, figure };
  return (
    <div className="page results">
      <div className="page-head">
        <h1>{t('lao.heading', { name: nameOf(data.lao), year })}</h1>
        <YearChoice
          year={year}
          years={years}
          onYear={(chosen) => void navigate(`/results/${chosen}/laos/${lao}`)}
        />
        <Link className="button screen-only" to={surveyAddress(year, lao, at)}>
          {t('lao.form')}
        </Link>
        <button type="button" className="button screen-only" onClick={() => window.print()}>
          {t('print')}
        </button>
      </div>
      <PastPanel steps={steps} />
      {error && <Failure error={error} onRetry={retry} />}
      <div aria-busy={result.isPlaceholderData}>
        <AmongLike {...parts} />
        {me.role === 'lao' && <ExportLinks year={year} at={at} />}
        <LeadersOffer {...parts} />
        <OwnRows {...parts} questionnaire={questionnaire.data} />
        {data.fingerprint !== null && (
          <p className="fingerprint">
            {t('lao.fingerprint')} <code>{data.fingerprint}</code>{' '}
            <a className="screen-only" href={`/verify/${data.fingerprint}`}>
              {t('lao.verify')}
            </a>
          </p>
        )}
      </div>
    </div>
  );
};
export default LaoPage;
