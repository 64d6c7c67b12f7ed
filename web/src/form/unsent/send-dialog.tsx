import { useState } from 'react';
import type { UnsentRow } from '../../drafts/record.js';
import { useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { useForm } from '../saving/context.js';
import type { SaveOutcome } from '../saving/saving.js';
import { listed, UnsentList } from './unsent-list.js';

interface SendDialogProps {
  readonly rows: readonly UnsentRow[];
  readonly save: (aspectId: string) => Promise<SaveOutcome>;
  readonly onClose: () => void;
}

/** The form can be filled again: asks before rows are sent that were typed before it was locked. */
export const SendDialog = ({ rows, save, onClose }: SendDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    for (const aspectId of new Set(rows.map((row) => row.aspectId))) {
      if (store.aspect(aspectId).dirty > 0 && (await save(aspectId)) !== 'saved') break;
    }
    onClose();
  };
  return (
    <Dialog
      title={t('unsent.title', { count: rows.length })}
      onClose={onClose}
      wide
      alert
      actions={
        <>
          <button className="button" onClick={onClose}>
            {t('unsent.later')}
          </button>
          <button className="button button-primary" disabled={busy} onClick={() => void send()}>
            {t('unsent.send')}
          </button>
        </>
      }
    >
      <p>{t('unsent.ask')}</p>
      <UnsentList form={store.form} questionnaire={store.questionnaire} rows={listed(rows)} />
    </Dialog>
  );
};
