import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import { formatCount } from '../i18n/language.js';
import { Failure } from '../ui/failure.js';
import { CertifyAll } from './certify-all.js';
import { reviewAddress } from './view.js';
import { useTexts } from './texts.js';

interface CertifyBarProps {
  readonly province: string;
  /** Without one, the latest round of the province. */
  readonly year: number | undefined;
}

/** The count and the button above the list, as in the manual. */
export const CertifyBar = ({ province, year }: CertifyBarProps) => {
  const t = useTexts();
  const campaigns = useQuery(campaignsQuery);
  const years = (campaigns.data ?? [])
    .filter((campaign) => campaign.provinces.includes(province))
    .map(({ fiscalYear }) => fiscalYear);
  const fiscalYear = year ?? (years.length > 0 ? Math.max(...years) : undefined);
  const status = useQuery({
    queryKey: ['province', province, fiscalYear, null],
    queryFn: () => api.province(province, fiscalYear ?? 0),
    enabled: fiscalYear !== undefined && years.includes(fiscalYear),
  });
  if (status.error) return <Failure error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return null;
  const { data } = status;
  return (
    <section className="certify-bar" aria-label={t('province.progress')}>
      <Link to={`/provinces/${province}/${data.fiscalYear}`}>
        {t('desk.count-of-year', {
          year: data.fiscalYear,
          certified: formatCount(data.certified),
          total: formatCount(data.total),
        })}
      </Link>
      <CertifyAll status={data} addressOf={(lao) => reviewAddress(data, lao)} />
    </section>
  );
};
