import { memo, useContext } from 'react';
import { channelsText } from '../../answers/answer-text.js';
import type { Column, CountColumn, ListColumn, TickColumn, YesNoColumn } from '../../answers/columns.js';
import { answered, answerHas, clearsAnswers, fieldsIn, toggled, type RowDraft } from '../../answers/draft.js';
import { titleOf, useTexts, type TextKey } from '../../i18n/language.js';
import { offer } from '../../ui/toasts.js';
import { LastCountsContext } from '../last-counts.js';
import { useForm } from '../saving/context.js';
import type { RowView } from '../saving/row-view.js';

interface CellProps<C> {
  readonly column: C;
  readonly view: RowView;
  readonly title: string;
  /** The row does not ask for it. */
  readonly off: boolean;
  /** It holds something wrong, or lacks something that was asked for. */
  readonly wrong: boolean;
  readonly onChannels: (rowId: string, trigger: HTMLElement) => void;
}

/**
 * The control in one cell, by the kind of its field. It renders only when its own content changes, so that a letter renders
 * one cell. Hence what it does starts from the draft as it is then, not as it was rendered.
 */
export const CellControl = memo(
  ({ column, ...rest }: CellProps<Column>) => {
    if ('value' in column) return <YesNo column={column} {...rest} />;
    if ('choice' in column) return <Tick column={column} {...rest} />;
    return isList(column) ? <List column={column} {...rest} /> : <Count column={column} {...rest} />;
  },
  (a, b) =>
    a.column === b.column &&
    a.title === b.title &&
    a.off === b.off &&
    a.wrong === b.wrong &&
    a.onChannels === b.onChannels &&
    fieldsIn(a.column.field.name).every((field) => a.view.draft[field] === b.view.draft[field]),
);
CellControl.displayName = 'CellControl';

/** Changes the draft of a row as it is when the person acts. */
const useChange = (rowId: string) => {
  const { store } = useForm();
  return (next: (draft: RowDraft) => RowDraft, typing = false): void => {
    const draft = store.row(rowId)?.draft;
    if (draft) store.edit(rowId, next(draft), typing);
  };
};

const isList = (column: ListColumn | CountColumn): column is ListColumn => column.field.kind === 'list';

const YesNo = ({
  column: { id, position, field, value, title: word },
  view,
  title,
  off,
}: CellProps<YesNoColumn>) => {
  const t = useTexts();
  const { store } = useForm();
  const { row } = view;
  const change = useChange(row.id);
  const choose = (): void => {
    const { name } = field;
    if (name !== 'hasEService') return change((draft) => answered(draft, name, value));
    const draft = store.row(row.id)?.draft ?? view.draft;
    const next = answerHas(draft, value);
    const step = store.edit(row.id, next);
    if (clearsAnswers(draft, next)) {
      offer(t('form.cleared', { title }), { label: t('common.undo'), run: () => store.takeBack(step) });
    }
  };
  return (
    <label className="hit">
      <input
        type="radio"
        name={`${row.id}-${field.name}-${value}`}
        checked={view.draft[field.name] === value}
        disabled={off}
        aria-labelledby={`col-${id} row-${row.id}`}
        data-row={row.id}
        data-col={position}
        data-field={field.name}
        onChange={choose}
      />
      <span className="card-label">{t(word)}</span>
    </label>
  );
};

const Tick = ({
  column: { id, position, field, choice },
  view: { draft, row },
  off,
  wrong,
}: CellProps<TickColumn>) => {
  const change = useChange(row.id);
  const { name } = field;
  const ticked = draft[name];
  return (
    <label className="hit">
      <input
        type="checkbox"
        checked={ticked.includes(choice.id)}
        disabled={off}
        aria-labelledby={`col-${id} row-${row.id}`}
        aria-invalid={wrong || undefined}
        data-row={row.id}
        data-col={position}
        data-field={field.name}
        onChange={() => change((now) => answered(now, name, toggled(now[name], choice.id)))}
      />
      <span className="card-label">
        {choice.number} {titleOf(choice)}
      </span>
    </label>
  );
};

const List = ({
  column: { id, position, field },
  view: { draft, row },
  off,
  wrong,
  onChannels,
}: CellProps<ListColumn>) => {
  const t = useTexts();
  const { store } = useForm();
  const listed = channelsText(store.questionnaire, draft);
  return (
    <button
      type="button"
      className="cell-button"
      disabled={off}
      id={`${field.name}-${row.id}`}
      aria-haspopup="dialog"
      // The cell is one line high; what does not fit is shown on hovering.
      title={listed || undefined}
      aria-labelledby={`${field.name}-${row.id} col-${id} row-${row.id}`}
      data-invalid={wrong || undefined}
      data-row={row.id}
      data-col={position}
      data-field={field.name}
      onClick={(event) => onChannels(row.id, event.currentTarget)}
    >
      {listed || t('cell.choose')}
    </button>
  );
};

const Count = ({
  column: { id, position, field },
  view: { draft, row, violations },
  off,
  wrong,
}: CellProps<CountColumn>) => {
  const t = useTexts();
  const { store } = useForm();
  const change = useChange(row.id);
  const last = useContext(LastCountsContext).get(row.id);
  return (
    <span className="count-cell">
      {last !== undefined && (
        <span className="last-count" id={`last-${row.id}`}>
          <span className="visually-hidden">{t('count.last-year', { year: store.form.fiscalYear - 1 })}</span>{' '}
          {last}
        </span>
      )}
      <input
        className="count"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={draft[field.name]}
        disabled={off}
        aria-labelledby={`col-${id} row-${row.id}`}
        aria-describedby={`error-${field.name}-${row.id} last-${row.id}`}
        aria-invalid={wrong || undefined}
        data-row={row.id}
        data-col={position}
        data-field={field.name}
        onChange={(event) => change((now) => answered(now, field.name, event.target.value), true)}
        onBlur={() => store.endTyping()}
      />
      <span id={`error-${field.name}-${row.id}`} className="cell-error">
        {violations
          .filter((violation) => violation.field === field.name)
          .map(({ code }) => t(`violation.${code}` as TextKey))}
      </span>
    </span>
  );
};
