import type { TextKey } from '../../i18n/language.js';
import { useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import type { PasteFault, PasteProblem } from './paste.js';

const problemKeys: Readonly<Record<PasteProblem, TextKey>> = {
  mark: 'paste.mark',
  count: 'paste.count',
  channel: 'paste.channel',
  'not-asked': 'paste.not-asked',
  'no-column': 'paste.no-column',
  'no-row': 'paste.no-row',
};

interface PasteDialogProps {
  readonly faults: readonly PasteFault[];
  /** Rows that were changed nevertheless. */
  readonly changed: number;
  readonly onClose: () => void;
}

/** Cells of a pasted block that were left out. */
export const PasteDialog = ({ faults, changed, onClose }: PasteDialogProps) => {
  const t = useTexts();
  return (
    <Dialog
      title={t('paste.faults', { count: faults.length })}
      onClose={onClose}
      actions={
        <button type="button" className="button button-primary" onClick={onClose}>
          {t('common.close')}
        </button>
      }
    >
      <p>{t('paste.done', { count: changed })}</p>
      <ul>
        {faults.map(({ line, value, problem }, index) => (
          <li key={`${line} ${index}`}>
            {t('paste.fault', { line, value, problem: t(problemKeys[problem]) })}
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
