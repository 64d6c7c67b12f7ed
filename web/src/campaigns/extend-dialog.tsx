import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Campaign } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { MomentField, readMoment } from '../ui/moment-field.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { CLOSING_TIME } from './closing-time.js';
import { useTexts } from './texts.js';

interface ExtendDialogProps {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}

/** Moves the closing of a round. An earlier closing takes time from the LAOs, so it is asked twice. */
export const ExtendDialog = ({ campaign, onClose }: ExtendDialogProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [closesAt, setClosesAt] = useState(dateTime(campaign.closesAt));
  const [wrong, setWrong] = useState(false);
  const [confirmed, setConfirmed] = useState<string>();
  const moment = readMoment(closesAt, 'end');
  const isShorter = moment !== undefined && moment.getTime() < Date.parse(campaign.closesAt);
  const asksAgain = isShorter && confirmed === closesAt;
  return (
    <ReasonDialog
      title={t('campaign.extend.title', { year: campaign.fiscalYear })}
      explain={t('campaign.extend.explain', { time: dateTime(campaign.closesAt) })}
      confirm={t(asksAgain ? 'campaign.shorten.confirm' : 'campaign.extend')}
      optional
      onConfirm={async (reason) => {
        setWrong(!moment);
        if (!moment) return 'stay';
        if (isShorter && !asksAgain) {
          setConfirmed(closesAt);
          return 'stay';
        }
        await api.extendCampaign(campaign.fiscalYear, moment.toISOString(), reason);
        await queries.invalidateQueries({ queryKey: ['campaigns'] });
        onClose();
        return undefined;
      }}
      onClose={onClose}
    >
      <MomentField
        label={t('campaign.closes')}
        value={closesAt}
        onChange={setClosesAt}
        time={CLOSING_TIME}
        wrong={wrong}
      />
      {asksAgain && moment && (
        <p className="notice notice-bad" role="alert">
          {t('campaign.shorten.ask', {
            before: dateTime(campaign.closesAt),
            after: dateTime(moment.toISOString()),
          })}
        </p>
      )}
    </ReasonDialog>
  );
};
