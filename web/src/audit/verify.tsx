import { useQuery } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import { useTexts } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { Icon } from '../ui/icons.js';

/** Whether the chain of hashes holds from the first event to the last. */
export const Verify = ({ year, lao }: { readonly year: number; readonly lao: string }) => {
  const t = useTexts();
  const verification = useQuery({
    queryKey: ['verification', year, lao],
    queryFn: () => api.verification(year, lao),
    enabled: false,
  });
  const valid = verification.data?.valid;
  return (
    <div className="verify">
      <button type="button" className="button" onClick={() => void verification.refetch()}>
        {t('audit.verify')}
      </button>
      <span role="status">
        {verification.isFetching && <Loading />}
        {verification.error && <Failure error={verification.error} />}
        {valid !== undefined && (
          <span className={valid ? 'badge badge-complete' : 'badge badge-returned'}>
            <Icon name={valid ? 'complete' : 'warning'} /> {t(valid ? 'audit.valid' : 'audit.broken')}
          </span>
        )}
      </span>
    </div>
  );
};
