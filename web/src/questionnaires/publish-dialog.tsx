import { useState } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { api } from '../api/calls.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTexts } from './texts.js';

interface PublishDialogProps {
  readonly document: Questionnaire;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks once more, because a published version never changes. */
export const PublishDialog = ({ document, onDone, onClose }: PublishDialogProps) => {
  const t = useTexts();
  // The same key, should the answer get lost and the button be pressed again.
  const [key] = useState(() => crypto.randomUUID());
  const [error, setError] = useState<unknown>(null);
  const publish = async (): Promise<void> => {
    try {
      await api.publishQuestionnaire(document, key);
      onDone();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Dialog
      title={t('questionnaire.publish.title', { version: document.version })}
      onClose={onClose}
      alert
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button button-primary" onClick={() => void publish()}>
            {t('questionnaire.publish')}
          </button>
        </>
      }
    >
      <p>{t('questionnaire.publish.explain')}</p>
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};
