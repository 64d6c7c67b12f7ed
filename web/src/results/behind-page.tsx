import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../api/calls.js';
import { questionnaireQuery } from '../api/queries.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf, titleOf } from '../i18n/language.js';
import { Paging } from '../list/paging.js';
import { surveyAddress } from '../past/use-moment.js';
import { DataTable } from '../ui/data-table.js';
import { FailedPage, Failure, Loading } from '../ui/failure.js';
import { StatusBadge } from '../ui/state.js';
import { typeName } from './names.js';
import { useTexts } from './texts.js';
import { rowsById } from './titles.js';
import './results.css';

const PAGE_SIZE = 50;
const answers = ['offering', 'not-offering', 'needed', 'not-needed', 'unanswered'] as const;

/** The LAOs behind one number of a results page. */
const BehindPage = () => {
  const t = useTexts();
  const { year: yearText } = useParams();
  const year = Number(yearText);
  const [search, setSearch] = useSearchParams();
  const asked = Object.fromEntries([...search].filter(([name]) => name !== 'page'));
  const page = Math.max(1, Number(search.get('page')) || 1);
  const laos = useQuery({
    queryKey: ['results', year, 'laos', asked, page],
    queryFn: () => api.resultLaos(year, { ...asked, page, pageSize: PAGE_SIZE }),
    placeholderData: keepPreviousData,
  });
  const questionnaire = useQuery(questionnaireQuery(year));
  useTitle(`${t('behind.title')} ${year} — ${t('app.name')}`);
  const error = laos.error ?? questionnaire.error;
  if (!laos.data || !questionnaire.data) {
    return error ? (
      <FailedPage
        error={error}
        onRetry={() => {
          void laos.refetch();
          void questionnaire.refetch();
        }}
      />
    ) : (
      <Loading />
    );
  }
  const { data } = laos;
  const { processSteps, channels } = questionnaire.data;
  const row = rowsById(questionnaire.data).get(asked['row'] ?? '');
  const step = processSteps.find(({ id }) => id === asked['step']);
  const channel = channels.find(({ id }) => id === asked['channel']);
  const answer = answers.find((each) => each === asked['answer']);
  const at = search.get('at');
  const conditions = [
    row && titleOf(row),
    answer && t(`answer.${answer}`),
    step && `${step.number}. ${titleOf(step)}`,
    channel && titleOf(channel),
  ].filter((each) => each !== undefined && each !== '');
  const rest = new URLSearchParams(search);
  for (const name of ['row', 'answer', 'step', 'channel', 'page']) rest.delete(name);
  const goTo = (next: number): void =>
    setSearch((before) => {
      const changed = new URLSearchParams(before);
      changed.set('page', String(next));
      return changed;
    });
  return (
    <div className="page results">
      <p className="screen-only">
        <Link to={`/results/${year}?${rest.toString()}`}>{t('behind.back', { year })}</Link>
      </p>
      <h1>{t('behind.title')}</h1>
      <p className="figure-sentence">
        <strong>{t('behind.count', { count: formatCount(data.total) })}</strong>{' '}
        {conditions.length > 0 && t('behind.conditions', { conditions: conditions.join(' · ') })}
      </p>
      {error && <Failure error={error} onRetry={() => void laos.refetch()} />}
      <DataTable
        caption={t('behind.title')}
        columns={[
          t('list.province'),
          t('list.district'),
          t('list.lao'),
          t('by.laoType'),
          t('list.status'),
          { number: t('column.users') },
          t('column.answered-at'),
          t('column.answered-by'),
        ]}
      >
        {data.laos.map((lao) => (
          <tr key={lao.laoCode}>
            <td data-label={t('list.province')}>{lao.province}</td>
            <td data-label={t('list.district')}>{lao.district}</td>
            <th scope="row" data-label={t('list.lao')}>
              <Link
                to={`/results/${year}/laos/${lao.laoCode}${at === null ? '' : `?at=${encodeURIComponent(at)}`}`}
              >
                {nameOf(lao)}
              </Link>
            </th>
            <td data-label={t('by.laoType')}>{typeName(lao.laoType, t)}</td>
            <td data-label={t('list.status')}>
              <StatusBadge status={lao.status} />
            </td>
            <td className="number" data-label={t('column.users')}>
              {lao.users === null ? '–' : formatCount(lao.users)}
            </td>
            <td data-label={t('column.answered-at')}>{lao.at === null ? '–' : dateTime(lao.at)}</td>
            <td data-label={t('column.answered-by')}>
              {lao.by === null ? '–' : (lao.by.name ?? t('audit.nameless'))}
            </td>
            <td className="row-actions">
              <Link
                className="button"
                to={surveyAddress(year, lao.laoCode, at)}
                aria-label={`${t('list.view')} ${lao.name}`}
              >
                {t('list.view')}
              </Link>
            </td>
          </tr>
        ))}
      </DataTable>
      <Paging page={{ items: data.laos, total: data.total, page, pageSize: PAGE_SIZE }} onPage={goTo} />
      <p className="count-rest">
        {t('source', { year, position: formatCount(Number(data.position)), time: dateTime(data.time) })}
      </p>
    </div>
  );
};
export default BehindPage;
