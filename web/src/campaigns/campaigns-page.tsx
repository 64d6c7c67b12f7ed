import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import type { Campaign } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { DataTable } from '../ui/data-table.js';
import { Failure, Loading } from '../ui/failure.js';
import { CampaignBadge } from '../ui/state.js';
import { useTitle } from '../hooks/use-title.js';
import { CloseDialog } from './close-dialog.js';
import { ExtendDialog } from './extend-dialog.js';
import { OpenDialog } from './open-dialog.js';
import { PublishDialog } from './publish-dialog.js';
import { RosterDialog } from './roster-dialog.js';
import { PlaceName } from '../ui/place-name.js';
import { WidenDialog } from './widen-dialog.js';
import { useTexts } from './texts.js';

type Open =
  | { readonly is: 'open' }
  | { readonly is: 'extend' | 'close' | 'widen' | 'roster' | 'publish'; readonly campaign: Campaign };

const CampaignsPage = () => {
  const t = useTexts();
  const [open, setOpen] = useState<Open | null>(null);
  const campaigns = useQuery(campaignsQuery);
  const provinces = useQuery({ queryKey: ['provinces'], queryFn: api.provinces, staleTime: Infinity });
  const provinceName = (code: string) => {
    const province = provinces.data?.find((each) => each.code === code);
    return province ? <PlaceName of={province} /> : code;
  };
  useTitle(`${t('menu.campaigns')} — ${t('app.name')}`);
  const close = (): void => setOpen(null);
  return (
    <div className="page">
      <h1>{t('menu.campaigns')}</h1>
      <p>
        <button type="button" className="button button-primary" onClick={() => setOpen({ is: 'open' })}>
          {t('campaign.open')}
        </button>
      </p>
      {campaigns.error && <Failure error={campaigns.error} onRetry={() => void campaigns.refetch()} />}
      {campaigns.isPending && <Loading />}
      {campaigns.data?.length === 0 && <p className="empty">{t('campaign.none')}</p>}
      {campaigns.data && campaigns.data.length > 0 && (
        <DataTable
          caption={t('menu.campaigns')}
          columns={[
            { number: t('list.fiscal-year') },
            t('campaign.state'),
            t('campaign.opens'),
            t('campaign.closes'),
            t('campaign.version'),
            t('campaign.provinces'),
          ]}
        >
          {campaigns.data.map((campaign) => (
            <tr key={campaign.fiscalYear}>
              <th scope="row" className="number" data-label={t('list.fiscal-year')}>
                {campaign.fiscalYear}
              </th>
              <td data-label={t('campaign.state')}>
                <CampaignBadge state={campaign.state} />
              </td>
              <td className="when" data-label={t('campaign.opens')}>
                {dateTime(campaign.opensAt)}
              </td>
              <td className="when" data-label={t('campaign.closes')}>
                {dateTime(campaign.closedAt ?? campaign.closesAt)}
              </td>
              <td data-label={t('campaign.version')}>{campaign.questionnaireVersion}</td>
              <td data-label={t('campaign.provinces')}>
                <details>
                  <summary>{t('campaign.province-count', { count: campaign.provinces.length })}</summary>
                  {campaign.provinces.map((code) => (
                    <Link key={code} className="chip" to={`/provinces/${code}/${campaign.fiscalYear}`}>
                      {provinceName(code)}
                    </Link>
                  ))}
                </details>
              </td>
              <td className="row-actions">
                {!campaign.closedAt && (
                  <button type="button" className="button" onClick={() => setOpen({ is: 'widen', campaign })}>
                    {t('campaign.widen')}
                  </button>
                )}
                <button type="button" className="button" onClick={() => setOpen({ is: 'roster', campaign })}>
                  {t('roster.check')}
                </button>
                <button type="button" className="button" onClick={() => setOpen({ is: 'extend', campaign })}>
                  {t('campaign.extend')}
                </button>
                {campaign.state === 'closed' && (
                  <button
                    type="button"
                    className="button"
                    onClick={() => setOpen({ is: 'publish', campaign })}
                  >
                    {t('open-data.publish')}
                  </button>
                )}
                {!campaign.closedAt && (
                  <button
                    type="button"
                    className="button button-danger"
                    onClick={() => setOpen({ is: 'close', campaign })}
                  >
                    {t('campaign.close')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      {open?.is === 'open' && <OpenDialog provinces={provinces.data ?? []} onClose={close} />}
      {open?.is === 'extend' && <ExtendDialog campaign={open.campaign} onClose={close} />}
      {open?.is === 'widen' && (
        <WidenDialog campaign={open.campaign} provinces={provinces.data ?? []} onClose={close} />
      )}
      {open?.is === 'roster' && <RosterDialog campaign={open.campaign} onClose={close} />}
      {open?.is === 'publish' && <PublishDialog campaign={open.campaign} onClose={close} />}
      {open?.is === 'close' && <CloseDialog campaign={open.campaign} onClose={close} />}
    </div>
  );
};
export default CampaignsPage;
