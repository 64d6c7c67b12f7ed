import { Link } from 'react-router';
import type { AspectState, ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { Icon } from '../ui/icons.js';
import { StatusBadge } from '../ui/state.js';
import { DeskFilters } from './desk-filters.js';
import { PlaceName } from '../ui/place-name.js';
import { byDistrict, laosInView, useDeskView, type DeskLao, type DeskSort } from './view.js';
import { useTexts } from './texts.js';

const states: readonly AspectState[] = ['not-started', 'incomplete', 'complete'];

interface MatrixProps {
  readonly status: ProvinceStatus;
  /** The page of one LAO. */
  readonly addressOf: (laoCode: string) => string;
}

/**
 * The state of each aspect of each LAO. The list scrolls inside the page, below its head, so that the page of the largest province
 * stays short.
 */
export const Matrix = ({ status: { laos }, addressOf }: MatrixProps) => {
  const t = useTexts();
  const [view, change] = useDeskView();
  const found = laosInView(laos, view);
  const aspects = laos[0]?.aspects ?? [];
  const sortable = (name: DeskSort, label: string) => (
    <th scope="col" aria-sort={view.sort === name ? 'ascending' : 'none'}>
      <button
        type="button"
        className="sort-button"
        onClick={() => change({ sort: view.sort === name ? '' : name })}
      >
        {label}
      </button>
    </th>
  );
  const line = (lao: DeskLao) => <MatrixLine key={lao.code} lao={lao} address={addressOf(lao.code)} />;
  return (
    <section>
      <h2 id="matrix-heading">{t('province.matrix')}</h2>
      <DeskFilters laos={laos} shown={found.length} />
      <p className="matrix-legend">
        {states.map((state) => (
          <span key={state} className={`badge badge-${state}`}>
            <Icon name={state} /> {t(`aspect.${state}`)}
          </span>
        ))}
      </p>
      <div className="matrix-scroll" tabIndex={0} role="region" aria-labelledby="matrix-heading">
        <table className="data-table matrix">
          <caption className="visually-hidden">{t('province.matrix')}</caption>
          <thead>
            <tr>
              {sortable('name', t('list.lao'))}
              {aspects.map((aspect, index) => (
                <th key={aspect.id} scope="col" className="matrix-cell">
                  {t('aspect.short', { number: index + 1 })}
                </th>
              ))}
              {sortable('status', t('list.status'))}
              {sortable('activity', t('province.activity'))}
              <th scope="col">{t('review.done')}</th>
            </tr>
          </thead>
          {view.sort === '' ? (
            byDistrict(found).map(([district, within]) => (
              <tbody key={district}>
                <tr className="matrix-district">
                  <th colSpan={aspects.length + 4} scope="rowgroup">
                    {t('desk.district', {
                      district,
                      certified: within.filter(({ status }) => status === 'certified').length,
                      total: within.length,
                    })}
                  </th>
                </tr>
                {within.map(line)}
              </tbody>
            ))
          ) : (
            <tbody>{found.map(line)}</tbody>
          )}
        </table>
        {found.length === 0 && <p className="empty">{t('list.empty')}</p>}
      </div>
    </section>
  );
};

const MatrixLine = ({ lao, address }: { readonly lao: DeskLao; readonly address: string }) => {
  const t = useTexts();
  return (
    <tr>
      <th scope="row">
        <Link to={address}>
          <PlaceName of={lao} />
        </Link>
      </th>
      {lao.aspects.map(({ id, state }) => (
        <td key={id} className={`matrix-cell matrix-${state}`} title={t(`aspect.${state}`)}>
          <Icon name={state} />
          <span className="visually-hidden">{t(`aspect.${state}`)}</span>
        </td>
      ))}
      <td>
        <StatusBadge status={lao.status} />
      </td>
      <td className="when">{lao.lastActivityAt ? dateTime(lao.lastActivityAt) : t('aspect.not-started')}</td>
      <td>
        {lao.reviewedAt && (
          <span className="badge badge-complete" title={dateTime(lao.reviewedAt)}>
            <Icon name="complete" /> {t('review.done')}
          </span>
        )}
      </td>
    </tr>
  );
};
