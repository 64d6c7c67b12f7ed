import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Token } from '../api/types.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTexts } from './texts.js';

interface RevokeDialogProps {
  readonly token: Token;
  readonly onRevoked: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks once, because the programs that use the token stop reading. */
export const RevokeDialog = ({ token, onRevoked, onClose }: RevokeDialogProps) => {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const revoke = (): void => {
    setBusy(true);
    setError(null);
    api
      .revokeToken(token.id)
      .then(onRevoked)
      .catch((failure: unknown) => {
        setError(failure);
        setBusy(false);
      });
  };
  return (
    <Dialog
      title={t('tokens.revoke-title', { name: token.name })}
      onClose={onClose}
      alert
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button button-danger" disabled={busy} onClick={revoke}>
            {t('tokens.revoke')}
          </button>
        </>
      }
    >
      <p>{t('tokens.revoke-explain')}</p>
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};
