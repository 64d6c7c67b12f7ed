import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Campaign, Province } from '../api/types.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { ProvinceChoice } from './province-choice.js';
import { useTexts } from './texts.js';

interface WidenDialogProps {
  readonly campaign: Campaign;
  readonly provinces: readonly Province[];
  readonly onClose: () => void;
}

/** More provinces while the round runs: region by region, all, or one by one. */
export const WidenDialog = ({ campaign, provinces, onClose }: WidenDialogProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const others = provinces.filter(({ code }) => !campaign.provinces.includes(code));
  const widen = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.widenCampaign(campaign.fiscalYear, [...chosen].toSorted());
      await queries.invalidateQueries();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('campaign.widen.title', { year: campaign.fiscalYear })}
      onClose={onClose}
      wide
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={busy || chosen.size === 0}
            onClick={() => void widen()}
          >
            {t('campaign.widen')} ({chosen.size})
          </button>
        </>
      }
    >
      <p>{others.length === 0 ? t('campaign.widen.none') : t('campaign.widen.explain')}</p>
      {others.length > 0 && <ProvinceChoice provinces={others} chosen={chosen} onChange={setChosen} />}
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};
