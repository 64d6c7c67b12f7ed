import { useState } from 'react';
import { Link } from 'react-router';
import type { ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { StatusBadge } from '../ui/state.js';
import { PlaceName } from '../ui/place-name.js';
import { byDistrict } from './view.js';
import { useTexts } from './texts.js';

interface MissingDialogProps {
  readonly status: Pick<ProvinceStatus, 'missing' | 'province' | 'fiscalYear'>;
  readonly addressOf: (laoCode: string) => string;
  readonly onClose: () => void;
}

/** The manual's popup with the LAOs that have not certified, by district: to telephone, to copy, or to print for a letter. */
export const MissingDialog = ({ status, addressOf, onClose }: MissingDialogProps) => {
  const t = useTexts();
  const { missing, province, fiscalYear } = status;
  const [copied, setCopied] = useState<boolean>();
  const title = t('popup.province-blocked', { count: missing.length });
  const districts = byDistrict(missing);
  const copy = (): void => {
    const lines = districts.flatMap(([district, laos]) => [
      t('desk.district-name', { district }),
      ...laos.map((lao, index) => `${index + 1}. ${nameOf(lao)}`),
    ]);
    const heading = t('desk.missing-heading', {
      name: nameOf(province),
      year: fiscalYear,
      count: missing.length,
    });
    // A browser copies only on a secure page. If it refuses, the person selects the list by hand.
    navigator.clipboard.writeText([heading, ...lines].join('\n')).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide
      alert
      actions={
        <>
          {copied !== undefined && <span role="status">{t(copied ? 'desk.copied' : 'desk.not-copied')}</span>}
          <button type="button" className="button" onClick={copy}>
            {t('desk.copy')}
          </button>
          <button type="button" className="button" onClick={() => window.print()}>
            <Icon name="print" /> {t('desk.print')}
          </button>
          <button type="button" className="button button-danger" onClick={onClose}>
            {t('popup.ok')}
          </button>
        </>
      }
    >
      <div className="missing-letter">
        {districts.map(([district, laos]) => (
          <section key={district}>
            <h3>{t('desk.district-name', { district })}</h3>
            <ol className="missing-list">
              {laos.map((lao) => (
                <li key={lao.code}>
                  <Link to={addressOf(lao.code)} onClick={onClose}>
                    <PlaceName of={lao} />
                  </Link>
                  {lao.status === 'returned' && <StatusBadge status="returned" />}
                  <span className="when">
                    {lao.lastActivityAt
                      ? t('province.last-activity', { time: dateTime(lao.lastActivityAt) })
                      : t('aspect.not-started')}
                  </span>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </Dialog>
  );
};
