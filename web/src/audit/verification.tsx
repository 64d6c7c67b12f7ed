import { useQuery } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { Verification } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, useLanguage } from '../i18n/language.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icons.js';
import { useTexts } from './texts.js';

interface VerificationPanelProps {
  readonly year: number;
  readonly lao: string;
}

/** Proves on demand that the survey is still what was recorded. */
export const VerificationPanel = ({ year, lao }: VerificationPanelProps) => {
  const t = useTexts();
  const verification = useQuery({
    queryKey: ['verification', year, lao],
    queryFn: () => api.verification(year, lao),
    enabled: false, // only on demand: an old answer proves nothing
    gcTime: 0,
    retry: false,
  });
  const { data, error, isFetching, refetch } = verification;
  return (
    <section className="verification" aria-labelledby="verification-heading">
      <h2 id="verification-heading">{t('verification.title')}</h2>
      <p>{t('verification.explain')}</p>
      <p>
        <button
          type="button"
          className="button"
          aria-disabled={isFetching}
          onClick={() => !isFetching && void refetch()}
        >
          {isFetching ? t('verification.running') : t('verification.run')}
        </button>
      </p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <div role="status">{data && !error && !isFetching && <Result of={data} />}</div>
    </section>
  );
};

const Result = ({ of: { intact, events, attested, checkpoint, fault } }: { readonly of: Verification }) => {
  const t = useTexts();
  const language = useLanguage();
  return (
    <>
      {intact ? (
        <p className="notice notice-good">
          <Icon name="complete" />
          <span>{t('verification.intact', { events: formatCount(events) })}</span>
        </p>
      ) : (
        <p className="notice notice-bad">
          <Icon name="warning" />
          <span>{t('verification.fault', { fault: fault?.[language] ?? '' })}</span>
        </p>
      )}
      <p>
        {checkpoint
          ? t('verification.attested', {
              time: dateTime(checkpoint.time),
              attested: formatCount(attested),
              events: formatCount(events),
            })
          : t('verification.not-attested')}
      </p>
    </>
  );
};
