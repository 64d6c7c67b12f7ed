import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../api/calls.js';
import { problemIn } from '../api/problems.js';
import type { ProvinceStatus } from '../api/types.js';
import { useTexts } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';

type Step =
  | { readonly is: 'asking' }
  | { readonly is: 'done' }
  | ({ readonly is: 'blocked' } & Pick<Blocked, 'count' | 'missing'>);
type Blocked = NonNullable<ReturnType<typeof problemIn<'province-incomplete'>>>;

/** The manual's button with its two popups; the second names the LAOs that have not certified. */
export const CertifyAll = ({ status }: { readonly status: ProvinceStatus }) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef('');

  const ask = (): void => {
    key.current = crypto.randomUUID();
    setError(null);
    setStep({ is: 'asking' });
  };
  const certify = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api.certifyProvince(status.province.code, status.fiscalYear, key.current);
      setStep({ is: 'done' });
    } catch (failure) {
      const blocked = problemIn(failure, 'province-incomplete');
      if (blocked) setStep({ is: 'blocked', count: blocked.count, missing: blocked.missing });
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
      <button type="button" className="button button-primary button-large" onClick={ask}>
        {t('province.certify-all')}
      </button>
      {step?.is === 'asking' && (
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
