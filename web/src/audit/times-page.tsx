import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../api/calls.js';
import type { LaoTimes, ProvinceTimes } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { Paging } from '../list/paging.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { scopeCall, scopePath } from './scope.js';
import { PlaceName } from '../ui/place-name.js';
import { ThaiText } from '../ui/thai-text.js';
import { actorName } from '../history/sentence.js';
import { useTexts, type TextKey } from './texts.js';

type Line = LaoTimes & { readonly province: ProvinceTimes };

const columns: Readonly<
  Record<
    string,
    { readonly head: TextKey; readonly isNumber?: true; readonly of: (line: Line) => string | number }
  >
> = {
  province: { head: 'list.province', of: ({ province }) => nameOf(province) },
  office: { head: 'list.lao', of: nameOf },
  district: { head: 'list.district', of: ({ district }) => nameOf(district) },
  first: { head: 'times.first', of: ({ firstCertifiedAt }) => firstCertifiedAt ?? '' },
  last: { head: 'times.last', of: ({ lastCertifiedAt }) => lastCertifiedAt ?? '' },
  count: { head: 'times.count', isNumber: true, of: ({ count }) => count },
  undone: { head: 'times.returned', of: ({ undone }) => undone.length },
};

const thai = new Intl.Collator('th', { numeric: true });
const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : thai.compare(String(a), String(b));

/** The nation has thousands of LAOs; a browser shows so many rows at once without delay. */
const PAGE_SIZE = 100;

interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** When every LAO and province certified, sorted by any column, and as a file. */
const TimesPage = () => {
  const t = useTexts();
  const { year = '', province } = useParams();
  const scope = { year: Number(year), province };
  const [sort, setSort] = useState<Sort | undefined>();
  const [page, setPage] = useState(1);
  const times = useQuery({
    queryKey: ['times', scopeCall(scope)],
    queryFn: () => api.certificationTimes(scopeCall(scope)),
  });
  const title = `${t('times.title')} ${year}`;
  useTitle(title);
  const lines = times.data?.provinces.flatMap((of) => of.laos.map((lao) => ({ ...lao, province: of }))) ?? [];
  if (sort) {
    const { of } = columns[sort.column]!;
    lines.sort((a, b) => compare(of(a), of(b)) * (sort.direction === 'ascending' ? 1 : -1));
  }
  const items = lines.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const sortBy = (column: string): void => {
    setPage(1);
    setSort({
      column,
      direction: sort?.column === column && sort.direction === 'ascending' ? 'descending' : 'ascending',
    });
  };
  return (
    <div className="page">
      <h1>{title}</h1>
      <p className="row-actions">
        <Link className="button" to={scopePath(scope)}>
          {t('audit.history')}
        </Link>
        {times.data && (
          <a
            className="button"
            href={`${scopeCall(scope)}/certification-times.csv?upTo=${times.data.position}`}
            download
          >
            {t('times.export')}
          </a>
        )}
      </p>
      {times.error && <Failure error={times.error} onRetry={() => void times.refetch()} />}
      {times.isPending && <Loading />}
      {times.data && (
        <>
          <p>{t('times.position', { position: times.data.position, count: formatCount(lines.length) })}</p>
          {times.data.provinces.map((of) => (
            <ProvinceLine key={of.code} times={of} />
          ))}
          <div className="scroll-x">
            <table className="data-table cards">
              <caption className="visually-hidden">{title}</caption>
              <thead>
                <tr>
                  {Object.entries(columns).map(([column, { head, isNumber }]) => (
                    <th
                      key={column}
                      scope="col"
                      className={isNumber && 'number'}
                      aria-sort={sort?.column === column ? sort.direction : 'none'}
                    >
                      <button type="button" className="sort-button" onClick={() => sortBy(column)}>
                        {t(head)}
                      </button>
                    </th>
                  ))}
                  <th scope="col">{t('times.by')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((line) => (
                  <LaoLine key={line.code} line={line} />
                ))}
              </tbody>
            </table>
          </div>
          {lines.length > PAGE_SIZE && (
            <Paging page={{ items, total: lines.length, page, pageSize: PAGE_SIZE }} onPage={setPage} />
          )}
        </>
      )}
    </div>
  );
};
export default TimesPage;

const when = (at: string | null): string => (at === null ? '–' : dateTime(at));

const ProvinceLine = ({ times }: { readonly times: ProvinceTimes }) => {
  const t = useTexts();
  if (times.firstCertifiedAt === null) return null;
  return (
    <p className="notice">
      {t('times.province', {
        name: nameOf(times),
        first: when(times.firstCertifiedAt),
        last: when(times.lastCertifiedAt),
        who: times.certifiedBy ? actorName(times.certifiedBy) : '',
      })}{' '}
      {times.undone.map(({ at, reason }) => t('times.undone', { time: dateTime(at), reason })).join(' ')}
    </p>
  );
};

const LaoLine = ({ line }: { readonly line: Line }) => {
  const t = useTexts();
  return (
    <tr>
      <td data-label={t('list.province')}>
        <PlaceName of={line.province} />
      </td>
      <th scope="row" data-label={t('list.lao')}>
        <PlaceName of={line} />
      </th>
      <td data-label={t('list.district')}>
        <PlaceName of={line.district} />
      </td>
      <td className="when" data-label={t('times.first')}>
        {when(line.firstCertifiedAt)}
      </td>
      <td className="when" data-label={t('times.last')}>
        {when(line.lastCertifiedAt)}
      </td>
      <td className="number" data-label={t('times.count')}>
        {line.count}
      </td>
      <td data-label={t('times.returned')}>
        {line.undone.length === 0
          ? '–'
          : line.undone.map(({ at, reason }) => `${dateTime(at)} ${reason}`).join('; ')}
      </td>
      <td data-label={t('times.by')}>
        <ThaiText>{line.certifiedBy ? actorName(line.certifiedBy) : '–'}</ThaiText>
      </td>
    </tr>
  );
};
