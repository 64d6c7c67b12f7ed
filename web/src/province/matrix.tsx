import { Link } from 'react-router';
import type { AspectState, ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { surveyAddress } from '../past/use-moment.js';
import { Icon } from '../ui/icons.js';
import { StatusBadge } from '../ui/state.js';

const states: readonly AspectState[] = ['not-started', 'incomplete', 'complete'];

/** The state of each aspect of each LAO. */
export const Matrix = ({
  status: { laos, fiscalYear },
  at,
}: {
  readonly status: ProvinceStatus;
  readonly at: string | null;
}) => {
  const t = useTexts();
  const aspects = laos[0]?.aspects ?? [];
  return (
    <section>
      <h2 id="matrix-heading">{t('province.matrix')}</h2>
      <p className="matrix-legend">
        {states.map((state) => (
          <span key={state} className={`badge badge-${state}`}>
            <Icon name={state} /> {t(`aspect.${state}`)}
          </span>
        ))}
      </p>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="matrix-heading">
        <table className="data-table matrix">
          <caption className="visually-hidden">{t('province.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('list.lao')}</th>
              <th scope="col">{t('list.district')}</th>
              {aspects.map((aspect, index) => (
                <th key={aspect.id} scope="col">
                  {t('aspect.short', { number: index + 1 })}
                </th>
              ))}
              <th scope="col">{t('list.status')}</th>
              <th scope="col">{t('province.activity')}</th>
            </tr>
          </thead>
          <tbody>
            {laos.map((line) => (
              <tr key={line.code}>
                <th scope="row">
                  <Link to={surveyAddress(fiscalYear, line.code, at)}>{line.name}</Link>
                </th>
                <td>{line.district.name}</td>
                {line.aspects.map((aspect) => (
                  <td
                    key={aspect.id}
                    className={`matrix-cell matrix-${aspect.state}`}
                    title={t(`aspect.${aspect.state}`)}
                  >
                    <Icon name={aspect.state} />
                    <span className="visually-hidden">{t(`aspect.${aspect.state}`)}</span>
                  </td>
                ))}
                <td>
                  <StatusBadge status={line.status} />
                </td>
                <td className="when">{line.lastActivityAt ? dateTime(line.lastActivityAt) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
