import { useState } from 'react';
import { titleOf, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { cellText, rowTitles } from '../../answers/answer-text.js';
import { fieldKeys } from '../../answers/fields.js';
import { useForm } from '../saving/context.js';
import { disputes, merged, type Choice, type Conflict } from '../saving/conflict.js';
import { cellFields, type RowDraft } from '../../answers/draft.js';
import { useWho } from './use-who.js';

interface ConflictDialogProps {
  readonly conflict: Conflict;
  readonly onClose: () => void;
  readonly onChosen: (chosen: ReadonlyMap<string, RowDraft>) => void;
}

/** Both persons' values side by side, with who and when. Nothing is applied before the choice. */
export const ConflictDialog = ({ conflict, onClose, onChosen }: ConflictDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const { who, whoAndWhen } = useWho();
  const { questionnaire } = store;
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const disputed = disputes(conflict);
  const titles = rowTitles(questionnaire);
  const aspect = questionnaire.aspects.find(({ id }) => id === conflict.aspectId);
  const open = disputed.flatMap(({ cells }) => cells).filter(({ id }) => !choices.has(id));
  const titleOfRow = (rowId: string): string => titles.get(rowId) ?? store.row(rowId)?.row.title ?? '';
  const others = conflict.changes.filter(
    (change) => !disputed.some(({ mine }) => mine.row.id === change.rowId),
  );
  /** This person's unsaved answer in a row that was removed: shown, so that it can be copied. */
  const mineOf = (rowId: string): string => {
    const view = conflict.mine.find(({ row }) => row.id === rowId);
    const texts = view && cellFields.map((field) => cellText(questionnaire, view.row, view.draft, field));
    return texts ? ` — ${t('conflict.mine')}${texts.filter(Boolean).join(' · ')}` : '';
  };

  return (
    <Dialog
      title={t('conflict.title')}
      onClose={onClose}
      wide
      alert
      actions={
        <>
          <button className="button" onClick={onClose}>
            {t('conflict.later')}
          </button>
          <button
            className="button button-primary"
            disabled={open.length > 0}
            onClick={() => onChosen(merged(conflict, choices))}
          >
            {t('conflict.apply')}
          </button>
        </>
      }
    >
      <p>{t('conflict.explain', { aspect: aspect ? titleOf(aspect) : '' })}</p>
      {disputed.map(({ mine, theirs, change, cells }) => (
        <fieldset key={mine.row.id} className="conflict-row">
          <legend>
            {titleOfRow(mine.row.id)} <small>{whoAndWhen(change)}</small>
          </legend>
          {cells.map(({ id, fields }) => (
            <div key={id} className="conflict-cell">
              <span className="conflict-field">{fields.map((field) => t(fieldKeys[field])).join(', ')}</span>
              {(['mine', 'theirs'] as const).map((side) => (
                <label key={side} className="conflict-side">
                  <input
                    type="radio"
                    name={id}
                    checked={choices.get(id) === side}
                    onChange={() => setChoices(new Map(choices).set(id, side))}
                  />
                  <span>
                    <strong>
                      {side === 'mine' ? t('conflict.mine') : t('conflict.theirs', { name: who(change) })}
                    </strong>
                    {fields
                      .map((field) =>
                        cellText(questionnaire, mine.row, side === 'mine' ? mine.draft : theirs, field),
                      )
                      .filter(Boolean)
                      .join(' · ') || t('conflict.empty')}
                  </span>
                </label>
              ))}
            </div>
          ))}
        </fieldset>
      ))}
      {others.length > 0 && (
        <>
          <h3>{t('conflict.others')}</h3>
          <ul>
            {others.map((change) => (
              <li key={`${change.revision} ${change.rowId}`}>
                {t(`event.${change.type}`)} — {'title' in change ? change.title : titleOfRow(change.rowId)} (
                {whoAndWhen(change)}){change.type === 'RowRemoved' && mineOf(change.rowId)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
};
