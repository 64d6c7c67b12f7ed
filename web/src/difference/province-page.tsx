import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../api/calls.js';
import { questionnaireQuery } from '../api/queries.js';
import { lookAt } from '../drafts/last-seen.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { PlaceName } from '../ui/place-name.js';
import { DifferenceView } from './difference-view.js';
import { useTexts } from './texts.js';

const sinces = ['certified', 'returned', 'looked'] as const;

/** Who changed what in a province's surveys since their certification, their return, or this person's last visit. */
const ProvinceDifferencePage = () => {
  const t = useTexts();
  const { province = '', year = '' } = useParams();
  const fiscalYear = Number(year);
  const [search, setSearch] = useSearchParams();
  const looked = useLastLook(`${year}.province-${province}`);
  const since = sinces.find((each) => each === search.get('since')) ?? 'certified';
  const points = since === 'looked' ? { from: looked } : { since };
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const difference = useQuery({
    queryKey: ['province', province, fiscalYear, 'difference', points],
    queryFn: () => api.provinceDifference(province, fiscalYear, points),
    enabled: since !== 'looked' || looked !== undefined,
  });
  const { data } = difference;
  useTitle(`${t('difference.open')} ${data ? nameOf(data.province) : ''} ${year}`);
  const error = difference.error ?? questionnaire.error;
  return (
    <div className="page">
      <h1>{t('difference.province', { name: data ? nameOf(data.province) : '', year })}</h1>
      <p>
        <Link className="button" to={`/provinces/${province}/${year}`}>
          {t('menu.province')}
        </Link>
      </p>
      <div className="difference-points" role="group" aria-label={t('difference.from')}>
        {sinces.map((each) => (
          <button
            key={each}
            type="button"
            className="button"
            aria-pressed={since === each}
            disabled={each === 'looked' && looked === undefined}
            onClick={() => setSearch({ since: each })}
          >
            {t(`difference.since-${each}`)}
            {each === 'looked' && looked !== undefined && ` (${dateTime(looked)})`}
          </button>
        ))}
      </div>
      {error && <Failure error={error} onRetry={() => void difference.refetch()} />}
      {difference.isPending && !error && <Loading />}
      {data?.laos.length === 0 && <p className="empty">{t('difference.none')}</p>}
      {questionnaire.data &&
        data?.laos.map((each) => (
          <section key={each.lao.code} className="difference-lao" aria-label={nameOf(each.lao)}>
            <h2>
              <Link to={`/audit/${year}/${each.lao.code}`}>
                <PlaceName of={each.lao} />
              </Link>
            </h2>
            <p className="place">{t('difference.since', { time: dateTime(each.from.time) })}</p>
            <DifferenceView difference={each} questionnaire={questionnaire.data} />
          </section>
        ))}
    </div>
  );
};
export default ProvinceDifferencePage;

/** When this person last opened this page on this computer. Opening it counts. */
const useLastLook = (page: string): string | undefined => {
  const { sub } = useMe();
  const [before, setBefore] = useState<string>();
  useEffect(() => {
    void lookAt(sub, page, '').then((seen) => setBefore(seen?.at));
  }, [sub, page]);
  return before;
};
