import { useTexts } from '../../i18n/language.js';
import type { ReturnFlags } from './use-return-flags.js';

interface RowFlagProps {
  readonly rowId: string;
  readonly title: string;
  readonly flags: ReturnFlags;
}

/** Where an officer marks a row to be corrected, and says what about it. */
export const RowFlag = ({ rowId, title, flags }: RowFlagProps) => {
  const t = useTexts();
  const note = flags.rows.get(rowId);
  return (
    <div className="row-flag">
      <label className="choice">
        <input
          type="checkbox"
          checked={note !== undefined}
          aria-label={`${t('return.flag')} ${title}`}
          onChange={(event) => (event.target.checked ? flags.flag(rowId, '') : flags.unflag(rowId))}
        />
        {t('return.flag')}
      </label>
      {note !== undefined && (
        <input
          type="text"
          maxLength={NOTE_LENGTH}
          value={note}
          placeholder={t('return.note')}
          aria-label={`${t('return.note')} ${title}`}
          onChange={(event) => flags.flag(rowId, event.target.value)}
        />
      )}
    </div>
  );
};

/** The longest note that a return takes. */
export const NOTE_LENGTH = 300;
