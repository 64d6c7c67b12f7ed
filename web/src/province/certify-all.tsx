import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../api/calls.js';
import { problemIn } from '../api/problems.js';
import type { ProvinceStatus } from '../api/types.js';
import { formatCount, useTexts } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { MissingDialog } from './missing-dialog.js';

type Step = 'asking' | 'done' | 'blocked';

interface CertifyAllProps {
  readonly status: ProvinceStatus;
  readonly addressOf: (laoCode: string) => string;
}

/**
 * The manual's button with its two popups. While LAOs are missing it is only said to be disabled: pressing it shows the popup that
 * names them. The last popup stays until it is closed, though the province is certified by then.
 */
export const CertifyAll = ({ status, addressOf }: CertifyAllProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef('');
  const blocked = status.missing.length > 0;

  const ask = (): void => {
    key.current = crypto.randomUUID();
    setError(null);
    setStep(blocked ? 'blocked' : 'asking');
  };
  const refresh = async (): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['province'] }),
      queries.invalidateQueries({ queryKey: ['surveys'] }),
    ]);
  };
  const certify = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api.certifyProvince(status.province.code, status.fiscalYear, key.current);
      setStep('done');
    } catch (failure) {
      if (problemIn(failure, 'province-incomplete')) {
        // A colleague returned a survey in the meantime. The new list names it.
        await refresh();
        setStep('blocked');
      }
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const close = (): void => {
    setStep(null);
    void refresh();
  };

  return (
    <div className="certify-all">
      {!status.certifiedAt && (
        <button
          type="button"
          className="button button-primary button-large"
          aria-disabled={blocked}
          aria-describedby={blocked ? 'certify-all-missing' : undefined}
          onClick={ask}
        >
          {t('province.certify-all')}
        </button>
      )}
      {blocked && !status.certifiedAt && (
        <button
          type="button"
          id="certify-all-missing"
          className="button-link"
          onClick={() => setStep('blocked')}
        >
          {t('desk.still-missing', { count: formatCount(status.missing.length) })}
        </button>
      )}
      {(step === 'asking' || (step === 'blocked' && !blocked && error !== null)) && (
        <Dialog
          title={t('province.certify-all')}
          onClose={close}
          actions={
            <>
              <button className="button" onClick={close}>
                {t('common.cancel')}
              </button>
              <button className="button button-primary" disabled={busy} onClick={() => void certify()}>
                {t('province.certify-all.confirm')}
              </button>
            </>
          }
        >
          <p>
            {t('province.certify-all.explain', {
              name: status.province.name,
              certified: status.certified,
              total: status.total,
            })}
          </p>
          {error !== null && <Failure error={error} />}
        </Dialog>
      )}
      {step === 'done' && (
        <Dialog
          title={t('popup.province-certified')}
          onClose={close}
          alert
          actions={
            <button className="button button-primary" onClick={close}>
              {t('popup.ok')}
            </button>
          }
        >
          <p>{t('province.certified.explain', { name: status.province.name, total: status.total })}</p>
        </Dialog>
      )}
      {step === 'blocked' && blocked && (
        <MissingDialog status={status} addressOf={addressOf} onClose={close} />
      )}
    </div>
  );
};
