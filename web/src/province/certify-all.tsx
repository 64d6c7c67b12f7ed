import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../api/calls.js';
import { problemIn } from '../api/problems.js';
import type { ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { MissingDialog } from './missing-dialog.js';
import { useTexts } from './texts.js';

type Step =
  | { readonly is: 'asking'; readonly shown: ProvinceStatus; readonly changes: readonly Changed[] }
  | { readonly is: 'done' }
  | { readonly is: 'blocked'; readonly shown: ProvinceStatus };
type Changed = NonNullable<ReturnType<typeof problemIn<'province-changed'>>>['changes'][number];

interface CertifyAllProps {
  readonly status: ProvinceStatus;
  readonly addressOf: (laoCode: string) => string;
}

/**
 * The manual's button with its two popups. While LAOs are missing it is only said to be disabled: pressing it shows the popup that
 * names them. The popups stay until they are closed, also when the page already shows the certification.
 */
export const CertifyAll = ({ status, addressOf }: CertifyAllProps) => {
  const t = useTexts();
  const { province, fiscalYear } = status;
  const queries = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef('');
  const isBlocked = status.missing.length > 0;

  const ask = (): void => {
    key.current = crypto.randomUUID();
    setError(null);
    setStep(isBlocked ? { is: 'blocked', shown: status } : { is: 'asking', shown: status, changes: [] });
  };
  /** Shows what has changed, and asks again. */
  const showAgain = async (changes: readonly Changed[]): Promise<void> =>
    setStep({ is: 'asking', shown: await api.province(province.code, fiscalYear), changes });
  /** A colleague returned a survey in the meantime: the list as it is now names it. */
  const showMissing = async (failure: unknown): Promise<void> => {
    const shown = await api.province(province.code, fiscalYear);
    if (shown.missing.length > 0) setStep({ is: 'blocked', shown });
    else setError(failure);
  };
  const certify = async (shown: ProvinceStatus): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api.certifyProvince(province.code, fiscalYear, shown.revision, key.current);
      setStep({ is: 'done' });
    } catch (failure) {
      const blocked = problemIn(failure, 'province-incomplete');
      const changed = problemIn(failure, 'province-changed');
      if (blocked) await showMissing(failure).catch(setError);
      else if (changed) await showAgain(changed.changes).catch(setError);
      else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const close = (): void => {
    setStep(null);
    void queries.invalidateQueries({ queryKey: ['province'] });
    void queries.invalidateQueries({ queryKey: ['surveys'] });
  };
  const ok = (
    <button className="button button-primary" onClick={close}>
      {t('popup.ok')}
    </button>
  );

  return (
    <div className="certify-all">
      {!status.certifiedAt && (
        <button
          type="button"
          className="button button-primary button-large"
          aria-disabled={isBlocked}
          aria-describedby={isBlocked ? 'certify-all-missing' : undefined}
          onClick={ask}
        >
          {t('province.certify-all')}
        </button>
      )}
      {!status.certifiedAt && isBlocked && (
        <button type="button" id="certify-all-missing" className="button-link" onClick={ask}>
          {t('desk.still-missing', { count: formatCount(status.missing.length) })}
        </button>
      )}
      {step?.is === 'asking' && (
        <Dialog
          title={t('province.certify-all')}
          onClose={close}
          actions={
            <>
              <button className="button" onClick={close}>
                {t('common.cancel')}
              </button>
              <button
                className="button button-primary"
                disabled={busy}
                onClick={() => void certify(step.shown)}
              >
                {t('province.certify-all.confirm')}
              </button>
            </>
          }
        >
          <p>
            {t('province.certify-all.explain', {
              name: nameOf(province),
              certified: step.shown.certified,
              total: step.shown.total,
            })}
          </p>
          {step.changes.length > 0 && (
            <div className="notice notice-bad" role="alert">
              <div className="notice-text">
                <p>{t('province.changed')}</p>
                <ul className="changes">
                  {step.changes.map(({ type, laoCode, at, revision }) => {
                    const lao = step.shown.laos.find(({ code }) => code === laoCode);
                    return (
                      <li key={`${laoCode} ${type} ${revision}`}>
                        {[lao && nameOf(lao), t(`event.${type}`)].filter(Boolean).join(' — ')} ({dateTime(at)}
                        )
                      </li>
                    );
                  })}
                </ul>
              </div>
            </div>
          )}
          {error !== null && <Failure error={error} />}
        </Dialog>
      )}
      {step?.is === 'done' && (
        <Dialog title={t('popup.province-certified')} onClose={close} alert actions={ok}>
          <p>{t('province.certified.explain', { name: nameOf(status.province), total: status.total })}</p>
        </Dialog>
      )}
      {step?.is === 'blocked' && <MissingDialog status={step.shown} addressOf={addressOf} onClose={close} />}
    </div>
  );
};
