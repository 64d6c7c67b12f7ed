import { useState } from 'react';
import { Link } from 'react-router';
import type { Progress, ProvinceProgress } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount } from '../i18n/language.js';
import { PlaceName } from '../ui/place-name.js';
import { Icon } from '../ui/icons.js';
import { useTexts } from './texts.js';

type Count = 'notStarted' | 'inProgress' | 'returned' | 'certified' | 'missing' | 'total';
const counts: readonly Count[] = ['total', 'certified', 'missing', 'notStarted', 'inProgress', 'returned'];
type Order = Count | 'name';

const countOf = (province: ProvinceProgress, count: Count): number =>
  count === 'missing' ? province.total - province.certified : province[count];

/** By name in the server's order, otherwise the largest count first. */
const sorted = (provinces: readonly ProvinceProgress[], order: Order): readonly ProvinceProgress[] =>
  order === 'name' ? provinces : provinces.toSorted((a, b) => countOf(b, order) - countOf(a, order));

/** Province by province; a head is a button that sorts by it. */
export const ProvinceTable = ({
  progress,
  at,
}: {
  readonly progress: Progress;
  readonly at: string | null;
}) => {
  const t = useTexts();
  const [order, setOrder] = useState<Order>('name');
  const head = (column: Order) => (
    <th
      key={column}
      scope="col"
      aria-sort={order === column ? (column === 'name' ? 'ascending' : 'descending') : undefined}
    >
      <button type="button" className="sort" onClick={() => setOrder(column)}>
        {t(`progress.${column}`)}
        {order === column && <span aria-hidden="true"> {column === 'name' ? '▲' : '▼'}</span>}
      </button>
    </th>
  );
  const moment = at === null ? '' : `?at=${encodeURIComponent(at)}`;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('progress.by-province')}>
      <table className="data-table progress-table">
        <caption>{t('progress.by-province')}</caption>
        <thead>
          <tr>
            {head('name')}
            {counts.map(head)}
            <th scope="col">{t('progress.province-certified')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted(progress.provinces, order).map((each) => (
            <tr key={each.province.code}>
              <th scope="row">
                <Link to={`/provinces/${each.province.code}/${progress.fiscalYear}${moment}`}>
                  <PlaceName of={each.province} />
                </Link>
              </th>
              {counts.map((count) => (
                <td key={count} className="number">
                  {formatCount(countOf(each, count))}
                </td>
              ))}
              <td className="when">
                {each.certifiedAt ? (
                  <>
                    <Icon name="complete" /> {dateTime(each.certifiedAt)}
                  </>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
