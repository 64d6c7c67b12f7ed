import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTexts } from '../i18n/language.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';

interface ReasonDialogProps {
  readonly title: string;
  readonly explain: string;
  readonly confirm: string;
  readonly optional?: boolean;
  /** What the text is; a reason unless it says so. */
  readonly label?: string;
  readonly children?: ReactNode;
  /** Answers `stay` if nothing was done and the person has something to look at first. */
  readonly onConfirm: (reason: string) => Promise<void | 'stay'>;
  readonly onClose: () => void;
}

/** Asks for a reason. Acts that undo another person's work need one; that person reads it. */
export const ReasonDialog = ({
  title,
  explain,
  confirm,
  optional,
  label,
  children,
  onConfirm,
  onClose,
}: ReasonDialogProps) => {
  const t = useTexts();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    onConfirm(reason.trim()).then(
      (outcome) => outcome === 'stay' && setBusy(false),
      (failure: unknown) => {
        setError(failure);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="submit"
            form="reason-form"
            className="button button-danger"
            disabled={busy || (!optional && reason.trim() === '')}
          >
            {confirm}
          </button>
        </>
      }
    >
      <p>{explain}</p>
      <form id="reason-form" onSubmit={submit}>
        {children}
        <label className="field">
          <span>{label ?? t(optional ? 'reason.optional' : 'reason.label')}</span>
          <textarea
            rows={3}
            required={!optional}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      </form>
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};
