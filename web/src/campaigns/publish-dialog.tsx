import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Campaign, Publication } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { Failure } from '../ui/failure.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { announce } from '../ui/toasts.js';
import { useTexts } from './texts.js';

interface PublishDialogProps {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}

/** Publishes the results of a closed round as open data, or takes them back. Both are asked for with a note. */
export const PublishDialog = ({ campaign: { fiscalYear: year }, onClose }: PublishDialogProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [withdraws, setWithdraws] = useState(false);
  const publications = useQuery({ queryKey: ['publications', year], queryFn: () => api.publications(year) });
  const current = publications.data?.find(({ withdrawnAt }) => withdrawnAt === null);
  return (
    <ReasonDialog
      title={t(withdraws ? 'open-data.withdraw-title' : 'open-data.publish-title', { year })}
      explain={t(withdraws ? 'open-data.withdraw-explain' : 'open-data.publish-explain')}
      {...(!withdraws && { label: t('open-data.note') })}
      confirm={t(withdraws ? 'open-data.withdraw' : 'open-data.publish')}
      onConfirm={async (note) => {
        await (withdraws ? api.withdrawResults(year, note) : api.publishResults(year, note));
        await queries.invalidateQueries({ queryKey: ['publications', year] });
        announce(t(withdraws ? 'open-data.withdrawn' : 'open-data.published', { year }));
        onClose();
      }}
      onClose={onClose}
    >
      {publications.error && (
        <Failure error={publications.error} onRetry={() => void publications.refetch()} />
      )}
      {current && (
        <>
          <Current year={year} publication={current} />
          <label className="field-inline">
            <input
              type="checkbox"
              checked={withdraws}
              onChange={(event) => setWithdraws(event.target.checked)}
            />
            <span>{t('open-data.withdraw-instead')}</span>
          </label>
        </>
      )}
    </ReasonDialog>
  );
};

const Current = ({ year, publication }: { readonly year: number; readonly publication: Publication }) => {
  const t = useTexts();
  return (
    <p className="notice">
      <span>
        {t('open-data.current', { time: dateTime(publication.publishedAt), note: publication.note })}{' '}
        {publication.ready ? (
          <a href={`/open/${year}`} target="_blank" rel="noreferrer">
            {t('open-data.page')}
          </a>
        ) : (
          t('open-data.unfinished')
        )}
      </span>
    </p>
  );
};
