import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { api } from '../api/calls.js';
import { questionnaireQuery } from '../api/queries.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { PastPanel } from '../past/past-panel.js';
import { isOfAProvince } from '../past/steps.js';
import { useMoment } from '../past/use-moment.js';
import { useMe } from '../session/session.js';
import { ExportLinks } from '../ui/export-links.js';
import { FailedPage, Failure, Loading } from '../ui/failure.js';
import { YearChoice } from '../ui/year-choice.js';
import { Filters } from './filters.js';
import { Channels, Steps } from './how.js';
import { Needed } from './needed.js';
import { Numbers } from './overview.js';
import { Places, type Grouping } from './places.js';
import { RowChoice } from './row-choice.js';
import { Services } from './services.js';
import type { Shown } from './shown.js';
import { useTexts } from './texts.js';
import { rowsById } from './titles.js';
import { Users } from './users.js';
import { useRound } from './use-round.js';
import { behindAddress, filterOf, useResultView } from './view.js';
import './results.css';

/** The answers of a round in charts and tables: the nation's, or those of the officer's province. An LAO sees its own result. */
const ResultsPage = () => {
  const t = useTexts();
  const { lao } = useMe();
  const { campaigns, fiscalYear } = useRound();
  useTitle(`${t('title')} ${fiscalYear ?? ''} — ${t('app.name')}`);
  if (fiscalYear === undefined) {
    if (campaigns.error) {
      return <FailedPage error={campaigns.error} onRetry={() => void campaigns.refetch()} />;
    }
    return campaigns.data ? <p className="empty">{t('no-round')}</p> : <Loading />;
  }
  return lao ? (
    <Navigate to={`/results/${fiscalYear}/laos/${lao.code}`} replace />
  ) : (
    <Round year={fiscalYear} />
  );
};
export default ResultsPage;

const Round = ({ year }: { readonly year: number }) => {
  const t = useTexts();
  const { years } = useRound();
  const me = useMe();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [at] = useMoment();
  const [view, change] = useResultView();
  const ownProvince = me.province?.code;
  const province = ownProvince ?? view.province;
  const overview = useQuery({
    queryKey: ['results', year, filterOf(view), view.against, at],
    queryFn: () =>
      api.results(year, {
        ...filterOf(view),
        against: view.against || undefined,
        at: at ?? undefined,
      }),
    placeholderData: keepPreviousData,
    ...(at !== null && { staleTime: Infinity }),
  });
  const questionnaire = useQuery(questionnaireQuery(year));
  const [looksBack, setLooksBack] = useState(at !== null);
  const steps = useQuery({
    queryKey: ['milestones', year, ownProvince, 'results'],
    queryFn: () => api.milestones(year, ownProvince),
    enabled: looksBack,
    staleTime: Infinity,
  });
  const error = overview.error ?? questionnaire.error;
  const retry = (): void => {
    void overview.refetch();
    if (questionnaire.error) void questionnaire.refetch();
  };
  const { data } = overview;
  const against = view.against === '' ? undefined : Number(view.against);
  const behind: Shown['behind'] = (asked) =>
    behindAddress(year, { ...filterOf(view), ...(at !== null && { at }), ...asked });
  const within = (by: Grouping, id: string): string | undefined => {
    if (by === 'lao')
      return `/results/${year}/laos/${id}${at === null ? '' : `?at=${encodeURIComponent(at)}`}`;
    const next = new URLSearchParams(search);
    next.set(by, id);
    next.delete('by');
    if (by === 'province') next.delete('region');
    return `${pathname}?${next.toString()}`;
  };
  const shown: Shown | undefined = data &&
    questionnaire.data && {
      overview: data,
      questionnaire: questionnaire.data,
      titles: rowsById(questionnaire.data),
      against,
      behind,
      said: (sentence) =>
        against === undefined ? sentence : `${sentence} ${t('before.note', { year: against })}`,
      figure: (name) => ({
        source: t('source', {
          year,
          position: formatCount(Number(data.position)),
          time: dateTime(data.time),
        }),
        fileName: `results-${year}-${name}-position-${data.position}`,
      }),
    };
  return (
    <div className="page results">
      <div className="page-head">
        <h1>
          {me.province
            ? t('title.province', { name: nameOf(me.province), year })
            : t('title.nation', { year })}
        </h1>
        <YearChoice year={year} years={years} onYear={(chosen) => void navigate(`/results/${chosen}`)} />
        <button type="button" className="button screen-only" onClick={() => window.print()}>
          {t('print')}
        </button>
      </div>
      <Filters view={view} change={change} fixedProvince={ownProvince} year={year} />
      <PastPanel
        steps={steps}
        onOpen={() => setLooksBack(true)}
        {...(ownProvince === undefined && { marked: isOfAProvince })}
      />
      {error && <Failure error={error} onRetry={retry} />}
      {!shown && !error && <Loading />}
      {shown && (
        <div aria-busy={overview.isPlaceholderData}>
          {shown.overview.damaged > 0 && (
            <p className="notice notice-bad">{t('damaged', { count: shown.overview.damaged })}</p>
          )}
          <Numbers shown={shown} />
          <ExportLinks {...filterOf(view)} year={year} province={province} at={at} />
          <Services shown={shown} />
          <Needed shown={shown} />
          <Users shown={shown} />
          <RowChoice questionnaire={shown.questionnaire} row={view.row} onRow={(row) => change({ row })} />
          <Steps shown={shown} row={view.row} />
          <Channels shown={shown} row={view.row} />
          <Places
            key={province}
            shown={shown}
            year={year}
            at={at}
            view={view}
            province={province}
            change={change}
            within={within}
          />
        </div>
      )}
    </div>
  );
};
