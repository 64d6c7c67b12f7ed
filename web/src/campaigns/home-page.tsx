import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import type { Campaign } from '../api/types.js';
import { useNow } from '../hooks/use-now.js';
import { useTitle } from '../hooks/use-title.js';
import { closesIn, dateTime } from '../i18n/dates.js';
import { formatCount } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { CampaignBadge } from '../ui/state.js';
import { attentionTo, type Attention } from './attention.js';
import { useTexts } from './texts.js';

/** What an administrator should look at first. */
const HomePage = () => {
  const t = useTexts();
  const campaigns = useQuery(campaignsQuery);
  const comparison = useQuery({ queryKey: ['comparison'], queryFn: api.comparison });
  const running = (campaigns.data ?? []).filter(({ state }) => state !== 'closed');
  const error = campaigns.error ?? comparison.error;
  useTitle(`${t('home.title')} — ${t('app.name')}`);
  return (
    <div className="page">
      <h1>{t('home.title')}</h1>
      {error && <Failure error={error} onRetry={() => void campaigns.refetch()} />}
      {(campaigns.isPending || comparison.isPending) && <Loading />}
      {comparison.data && <AttentionList items={attentionTo.comparison(comparison.data)} />}
      {campaigns.data && running.length === 0 && <p className="empty">{t('campaign.none')}</p>}
      {running.map((campaign) => (
        <RoundPanel key={campaign.fiscalYear} campaign={campaign} />
      ))}
    </div>
  );
};
export default HomePage;

const RoundPanel = ({ campaign }: { readonly campaign: Campaign }) => {
  const t = useTexts();
  const now = useNow();
  const { fiscalYear, state, closesAt } = campaign;
  const progress = useQuery({
    queryKey: ['progress', fiscalYear, null],
    queryFn: () => api.progress(fiscalYear, null),
  });
  const roster = useQuery({
    queryKey: ['roster-changes', fiscalYear],
    queryFn: () => api.rosterChanges(fiscalYear),
  });
  const error = progress.error ?? roster.error;
  const items = attentionTo.round(campaign, now, progress.data, roster.data);
  return (
    <section aria-labelledby={`round-${fiscalYear}`}>
      <h2 id={`round-${fiscalYear}`}>
        {t('list.fiscal-year')} {fiscalYear} <CampaignBadge state={state} />
      </h2>
      <p>
        {closesIn(closesAt, now)} · {t('campaign.closes')} {dateTime(closesAt)}
        {progress.data && (
          <>
            {' · '}
            <Link to={`/progress/${fiscalYear}`}>
              {t('province.count', {
                certified: formatCount(progress.data.certified),
                total: formatCount(progress.data.total),
              })}
            </Link>
          </>
        )}
      </p>
      {error && (
        <Failure error={error} onRetry={() => void Promise.all([progress.refetch(), roster.refetch()])} />
      )}
      {progress.data && roster.data && items.length === 0 && <p className="notice">{t('home.nothing')}</p>}
      <AttentionList items={items} />
    </section>
  );
};

const AttentionList = ({ items }: { readonly items: readonly Attention[] }) => {
  const t = useTexts();
  if (items.length === 0) return null;
  return (
    <ul className="attention">
      {items.map(({ key, words, to }) => (
        <li key={key}>
          <Link to={to}>{t(key, words)}</Link>
        </li>
      ))}
    </ul>
  );
};
