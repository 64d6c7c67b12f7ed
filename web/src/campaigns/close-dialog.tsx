import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { Campaign } from '../api/types.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { useTexts } from './texts.js';

export const CloseDialog = ({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}) => {
  const t = useTexts();
  const queries = useQueryClient();
  return (
    <ReasonDialog
      title={t('campaign.close.title', { year: campaign.fiscalYear })}
      explain={t('campaign.close.explain')}
      confirm={t('campaign.close')}
      optional
      onConfirm={async (reason) => {
        await api.closeCampaign(campaign.fiscalYear, reason);
        await queries.invalidateQueries({ queryKey: ['campaigns'] });
        onClose();
      }}
      onClose={onClose}
    />
  );
};
