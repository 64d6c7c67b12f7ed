import { rowTitles } from '../../answers/answer-text.js';
import { useTexts } from '../../i18n/language.js';
import { useForm } from '../saving/context.js';
import { NOTE_LENGTH } from './row-flag.js';
import type { ObjectionNotes } from './use-objection-notes.js';

interface ObjectionFieldsProps {
  readonly notes: ObjectionNotes;
  /** The certification was refused, because something is still empty. */
  readonly refused: boolean;
}

/** One field for each objection that was not corrected: why the answer stays as it is. */
export const ObjectionFields = ({ notes, refused }: ObjectionFieldsProps) => {
  const t = useTexts();
  const { store } = useForm();
  const titles = rowTitles(store.questionnaire);
  if (notes.open.length === 0) return null;
  return (
    <fieldset className="objections">
      <legend>{t('objections.title')}</legend>
      {refused && (
        <p className="cell-error" role="alert">
          {t('objections.refused')}
        </p>
      )}
      {notes.open.map(({ rowId, note, required }) => {
        const text = notes.textOf(rowId);
        const title =
          rowId === null ? t('objections.whole') : (titles.get(rowId) ?? store.row(rowId)?.row.title ?? '');
        return (
          <label key={rowId ?? ''} className="field">
            <span>
              {title}
              {note !== null && ` (${note})`}
            </span>
            <input
              type="text"
              maxLength={NOTE_LENGTH}
              value={text}
              required={required}
              aria-invalid={(refused && text.trim() === '') || undefined}
              onChange={(event) => notes.write(rowId, event.target.value)}
            />
          </label>
        );
      })}
    </fieldset>
  );
};
