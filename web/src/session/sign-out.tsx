import { useState } from 'react';
import { api } from '../api/calls.js';
import { ApiError } from '../api/client.js';
import { clearDrafts, countDrafts } from '../drafts/drafts.js';
import { useTexts } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useMe } from './session.js';

/** Signing out removes unsaved drafts, after asking: on a shared computer the next person must find nothing. */
export const SignOut = () => {
  const t = useTexts();
  const { sub } = useMe();
  const [unsaved, setUnsaved] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);

  const leave = async (): Promise<void> => {
    let next = '/';
    try {
      next = (await api.signOut()).endSessionUrl ?? next;
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 401)) {
        setError(failure);
        setUnsaved((count) => count ?? 0);
        return;
      }
    }
    await clearDrafts(sub);
    sessionStorage.clear();
    window.location.assign(next);
  };
  const ask = async (): Promise<void> => {
    const count = await countDrafts(sub);
    if (count > 0) setUnsaved(count);
    else await leave();
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
              <button className="button button-danger" onClick={() => void leave()}>
                {unsaved > 0 ? t('sign-out.discard') : t('nav.logout')}
              </button>
            </>
          }
        >
          {unsaved > 0 && <p>{t('sign-out.unsaved', { count: unsaved })}</p>}
          {error !== null && <Failure error={error} />}
        </Dialog>
      )}
    </>
  );
};
