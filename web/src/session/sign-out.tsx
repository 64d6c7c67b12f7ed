import { useState } from 'react';
import { api } from '../api/calls.js';
import { ApiError } from '../api/errors.js';
import { dropValues, unsentRows } from '../drafts/drafts.js';
import type { UnsentRow } from '../drafts/record.js';
import { forgetKept } from '../offline/box.js';
import { useTexts } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useMe } from './session.js';

/** Signing out removes the unsaved rows that it names, after asking: on a shared computer the next person must find nothing. */
export const SignOut = () => {
  const t = useTexts();
  const { sub } = useMe();
  const [unsaved, setUnsaved] = useState<readonly UnsentRow[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  const leave = async (rows: readonly UnsentRow[]): Promise<void> => {
    let next = '/';
    try {
      next = (await api.signOut()).endSessionUrl ?? next;
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 401)) {
        setError(failure);
        setUnsaved(rows);
        return;
      }
    }
    await dropValues(rows);
    await forgetKept();
    sessionStorage.clear();
    window.location.assign(next);
  };
  const ask = async (): Promise<void> => {
    const rows = await unsentRows([sub]);
    if (rows.length > 0) setUnsaved(rows);
    else await leave(rows);
  };
  const close = (): void => {
    setUnsaved(null);
    setError(null);
  };

  return (
    <>
      <button className="button-link top-link" onClick={() => void ask()}>
        {t('nav.logout')}
      </button>
      {unsaved !== null && (
        <Dialog
          title={t('nav.logout')}
          onClose={close}
          alert
          actions={
            <>
              <button className="button" onClick={close}>
                {t('sign-out.stay')}
              </button>
              <button className="button button-danger" onClick={() => void leave(unsaved)}>
                {unsaved.length > 0 ? t('sign-out.discard') : t('nav.logout')}
              </button>
            </>
          }
        >
          {unsaved.length > 0 && <p>{t('sign-out.unsaved', { count: unsaved.length })}</p>}
          {error !== null && <Failure error={error} />}
        </Dialog>
      )}
    </>
  );
};
