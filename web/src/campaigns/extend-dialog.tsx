import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Campaign } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { MomentField, readMoment } from '../ui/moment-field.js';

export const ExtendDialog = ({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [closesAt, setClosesAt] = useState(dateTime(campaign.closesAt));
  const [wrong, setWrong] = useState(false);
  return (
    <ReasonDialog
      title={t('campaign.extend.title', { year: campaign.fiscalYear })}
      explain={t('campaign.extend.explain', { time: dateTime(campaign.closesAt) })}
      confirm={t('campaign.extend')}
      optional
      onConfirm={async (reason) => {
        const moment = readMoment(closesAt, 'end');
        setWrong(!moment);
        if (!moment) return 'stay';
        await api.extendCampaign(campaign.fiscalYear, moment.toISOString(), reason);
        await queries.invalidateQueries({ queryKey: ['campaigns'] });
        onClose();
        return undefined;
      }}
      onClose={onClose}
    >
      <MomentField label={t('campaign.closes')} value={closesAt} onChange={setClosesAt} wrong={wrong} />
    </ReasonDialog>
  );
};
