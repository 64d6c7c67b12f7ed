import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { api } from '../api/calls.js';
import { publishedQuery } from '../api/queries.js';
import type { Province } from '../api/types.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CLOSING_TIME } from './closing-time.js';
import { ProvinceChoice } from './province-choice.js';
import { MomentField, readMoment } from '../ui/moment-field.js';
import { useTexts } from './texts.js';

interface OpenDialogProps {
  readonly provinces: readonly Province[];
  readonly onClose: () => void;
}

export const OpenDialog = ({ provinces, onClose }: OpenDialogProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [year, setYear] = useState('2566');
  const published = useQuery(publishedQuery);
  const versions = (published.data ?? []).map((each) => each.version);
  const [chosenVersion, setVersion] = useState<string | null>(null);
  const version = chosenVersion ?? versions.at(-1);
  const [opensAt, setOpensAt] = useState('');
  const [closesAt, setClosesAt] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(provinces.map(({ code }) => code)));
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const open = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const [from, to] = [readMoment(opensAt, 'start'), readMoment(closesAt, 'end')];
    if (!from || !to || version === undefined) return;
    try {
      await api.openCampaign({
        fiscalYear: Number(year),
        questionnaireVersion: version,
        provinces: [...chosen].toSorted(),
        opensAt: from.toISOString(),
        closesAt: to.toISOString(),
      });
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };

  return (
    <Dialog
      title={t('campaign.open')}
      onClose={onClose}
      wide
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="submit"
            form="open-campaign"
            className="button button-primary"
            disabled={chosen.size === 0}
          >
            {t('campaign.open')}
          </button>
        </>
      }
    >
      <form id="open-campaign" onSubmit={(event) => void open(event)}>
        <label className="field">
          <span>{t('list.fiscal-year')}</span>
          <input
            type="text"
            inputMode="numeric"
            value={year}
            onChange={(event) => setYear(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('campaign.version')}</span>
          <select value={version} onChange={(event) => setVersion(event.target.value)}>
            {versions.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <MomentField
          label={t('campaign.opens')}
          value={opensAt}
          onChange={setOpensAt}
          time="00:00:00"
          wrong={tried && !readMoment(opensAt, 'start')}
        />
        <MomentField
          label={t('campaign.closes')}
          value={closesAt}
          onChange={setClosesAt}
          time={CLOSING_TIME}
          wrong={tried && !readMoment(closesAt, 'end')}
        />
        <h3>{t('campaign.provinces')}</h3>
        <ProvinceChoice provinces={provinces} chosen={chosen} onChange={setChosen} />
      </form>
      {published.error && <Failure error={published.error} onRetry={() => void published.refetch()} />}
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};
