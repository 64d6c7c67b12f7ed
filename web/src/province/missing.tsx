import { Link } from 'react-router';
import type { ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { surveyAddress } from '../past/use-moment.js';
import { StatusBadge } from '../ui/state.js';

/** The LAOs that have not certified, with their last activity: those to telephone. */
export const Missing = ({
  status: { missing, fiscalYear },
  at,
}: {
  readonly status: ProvinceStatus;
  readonly at: string | null;
}) => {
  const t = useTexts();
  if (missing.length === 0) return <p className="notice">{t('province.none-missing')}</p>;
  return (
    <details className="missing" open>
      <summary>
        <h2>{t('province.missing', { count: missing.length })}</h2>
      </summary>
      <ul className="missing-list">
        {missing.map((lao) => (
          <li key={lao.code}>
            <Link to={surveyAddress(fiscalYear, lao.code, at)}>{lao.name}</Link>{' '}
            <span className="place">{lao.district.name}</span>
            {lao.status === 'returned' && <StatusBadge status="returned" />}
            <span className="when">
              {lao.lastActivityAt
                ? t('province.last-activity', { time: dateTime(lao.lastActivityAt) })
                : t('aspect.not-started')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
};
