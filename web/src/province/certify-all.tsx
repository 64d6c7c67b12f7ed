import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../api/calls.js';
import { problemIn } from '../api/problems.js';
import type { ProvinceStatus } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';

type Step =
  | { readonly is: 'asking'; readonly shown: ProvinceStatus; readonly changes: readonly Changed[] }
  | { readonly is: 'done' }
  | ({ readonly is: 'blocked' } & Pick<Blocked, 'count' | 'missing'>);
type Changed = NonNullable<ReturnType<typeof problemIn<'province-changed'>>>['changes'][number];
type Blocked = NonNullable<ReturnType<typeof problemIn<'province-incomplete'>>>;

/**
 * The manual's button with its two popups; the second names the LAOs that have not certified. The popups stay until they
 * are closed, also when the page already shows the certification.
 */
export const CertifyAll = ({ status }: { readonly status: ProvinceStatus }) => {
  const t = useTexts();
  const { province, fiscalYear } = status;
  const queries = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef('');

  const ask = (): void => {
    key.current = crypto.randomUUID();
    setError(null);
    setStep({ is: 'asking', shown: status, changes: [] });
  };
  /** Shows what has changed, and asks again. */
  const showAgain = async (changes: readonly Changed[]): Promise<void> =>
    setStep({ is: 'asking', shown: await api.province(province.code, fiscalYear), changes });
  const certify = async (shown: ProvinceStatus): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api.certifyProvince(province.code, fiscalYear, shown.revision ?? '', key.current);
      setStep({ is: 'done' });
    } catch (failure) {
      const blocked = problemIn(failure, 'province-incomplete');
      const changed = problemIn(failure, 'province-changed');
      if (blocked) setStep({ is: 'blocked', count: blocked.count, missing: blocked.missing });
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
    <>
      {!status.certifiedAt && (
        <button type="button" className="button button-primary button-large" onClick={ask}>
          {t('province.certify-all')}
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
              name: province.name,
              certified: step.shown.certified,
              total: step.shown.total,
            })}
          </p>
          {step.changes.length > 0 && (
            <div className="notice notice-bad" role="alert">
              <div className="notice-text">
                <p>{t('province.changed')}</p>
                <ul className="changes">
                  {step.changes.map(({ type, laoCode, at, revision }) => (
                    <li key={`${laoCode} ${type} ${revision}`}>
                      {[step.shown.laos.find(({ code }) => code === laoCode)?.name, t(`event.${type}`)]
                        .filter(Boolean)
                        .join(' — ')}{' '}
                      ({dateTime(at)})
                    </li>
                  ))}
                </ul>
              </div>
            </div>
          )}
          {error !== null && <Failure error={error} />}
        </Dialog>
      )}
      {step?.is === 'done' && (
        <Dialog title={t('popup.province-certified')} onClose={close} alert actions={ok}>
          <p>{t('province.certified.explain', { name: status.province.name, total: status.total })}</p>
        </Dialog>
      )}
      {step?.is === 'blocked' && (
        <Dialog
          title={t('popup.province-blocked', { count: step.count })}
          onClose={close}
          wide
          alert
          actions={ok}
        >
          <ul>
            {step.missing.map((lao) => (
              <li key={lao.code}>
                <Link to={`/surveys/${status.fiscalYear}/${lao.code}`} onClick={close}>
                  {lao.name}
                </Link>{' '}
                ({lao.district})
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
};
