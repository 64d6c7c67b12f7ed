import { useTexts, type TextKey } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';

const keys: readonly (readonly [string, TextKey])[] = [
  ['Tab', 'help.tab'],
  ['↑ ↓ ← →', 'help.arrows'],
  ['Space', 'help.space'],
  ['ม น', 'help.answer'],
  ['1 – 9', 'help.steps'],
  ['Enter', 'help.next-count'],
  ['Ctrl+Enter', 'help.repeat'],
  ['1 – 9, 0', 'help.channels'],
  ['Ctrl+D', 'help.fill-down'],
  ['Ctrl+Shift+D', 'help.fill-row'],
  ['Ctrl+G', 'help.fill-group'],
  ['Ctrl+V', 'help.paste'],
  ['Ctrl+Z', 'help.undo'],
  ['Ctrl+Y', 'help.redo'],
  ['F2', 'help.details'],
  ['Ctrl+S', 'help.save'],
  ['Ctrl+Shift+Enter', 'help.save-next'],
];
const marks: readonly (readonly [string, TextKey])[] = [
  ['cell-unsaved', 'cell.unsaved'],
  ['cell-saving', 'cell.saving'],
  ['cell-saved', 'cell.saved'],
  ['cell-failed', 'cell.failed'],
  ['cell-missing', 'cell.missing'],
];

export const HelpDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts();
  return (
    <Dialog
      title={t('help.title')}
      onClose={onClose}
      wide
      actions={
        <button className="button button-primary" onClick={onClose}>
          {t('common.close')}
        </button>
      }
    >
      <h3>{t('help.keys')}</h3>
      <dl className="legend">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('help.marks')}</h3>
      <dl className="legend">
        {marks.map(([mark, text]) => (
          <div key={mark}>
            <dt className={`cell ${mark} legend-cell`} aria-hidden="true" />
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('help.counts')}</p>
      <p>{t('note.delete')}</p>
    </Dialog>
  );
};
