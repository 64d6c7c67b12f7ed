import { useContext } from 'react';
import type { AnswerField } from '../../../../src/questionnaire/answer.js';
import { channelsText } from '../../answers/answer-text.js';
import type { Column, CountColumn, ListColumn, TickColumn, YesNoColumn } from '../../answers/columns.js';
import { answered, answerHas, clearsAnswers, toggled } from '../../answers/draft.js';
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
  readonly invalid: (field: AnswerField) => true | undefined;
  readonly onChannels: (rowId: string, trigger: HTMLElement) => void;
}

/** The control in one cell, by the kind of its field. */
export const CellControl = ({ column, ...rest }: CellProps<Column>) => {
  if ('value' in column) return <YesNo column={column} {...rest} />;
  if ('choice' in column) return <Tick column={column} {...rest} />;
  return isList(column) ? <List column={column} {...rest} /> : <Count column={column} {...rest} />;
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
  const { draft, row } = view;
  const choose = (): void => {
    if (field.name !== 'hasEService') {
      store.edit(row.id, answered(draft, field.name, value));
      return;
    }
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
        checked={draft[field.name] === value}
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
  invalid,
}: CellProps<TickColumn>) => {
  const { store } = useForm();
  const ticked = draft[field.name];
  return (
    <label className="hit">
      <input
        type="checkbox"
        checked={ticked.includes(choice.id)}
        disabled={off}
        aria-labelledby={`col-${id} row-${row.id}`}
        aria-invalid={invalid(field.name)}
        data-row={row.id}
        data-col={position}
        data-field={field.name}
        onChange={() => store.edit(row.id, answered(draft, field.name, toggled(ticked, choice.id)))}
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
  invalid,
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
      data-invalid={invalid('channels') ?? invalid('otherChannel')}
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
  invalid,
}: CellProps<CountColumn>) => {
  const t = useTexts();
  const { store } = useForm();
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
        aria-invalid={invalid(field.name)}
        data-row={row.id}
        data-col={position}
        data-field={field.name}
        onChange={(event) => store.edit(row.id, answered(draft, field.name, event.target.value), true)}
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
