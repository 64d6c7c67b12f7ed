import { memo, type ReactNode } from 'react';
import { OTHER, type AnswerField } from '../../../../src/questionnaire/answer.js';
import type { ReturnedRow } from '../../api/types.js';
import { titleOf, useTexts, type TextKey } from '../../i18n/language.js';
import { announce } from '../../ui/toasts.js';
import { Icon } from '../../ui/icons.js';
import { useForm, useRow } from '../saving/context.js';
import {
  answerHas,
  cellOf,
  clearsAnswers,
  draftOf,
  sameCell,
  toggled,
  type CellField,
  type RowDraft,
} from '../../answers/draft.js';
import { ReturnedNote } from '../returns/return-notice.js';
import { RowTools } from './row-tools.js';
import type { RowView } from '../saving/store.js';

interface RowProps {
  readonly rowId: string;
  readonly title: string;
  readonly returned: ReturnedRow | undefined;
  readonly onDetails: (rowId: string) => void;
  readonly onChannels: (rowId: string, trigger: HTMLElement) => void;
  readonly onRemove: (rowId: string) => void;
}

/** One line of the table. Only the row that is typed in renders again. */
export const Row = memo(({ rowId, title, returned, onDetails, onChannels, onRemove }: RowProps) => {
  const t = useTexts();
  const { store } = useForm();
  const view = useRow(rowId);
  if (!view) return null;
  const { draft, row } = view;
  const has = draft.hasEService;
  const asked = store.wasRefused;
  const edit = (next: RowDraft, undoable = false): void => store.edit(rowId, next, undoable);

  const switchHas = (to: boolean): void => {
    const next = answerHas(draft, to);
    const clears = clearsAnswers(draft, next);
    edit(next, true);
    if (clears) {
      announce(t('form.cleared', { title }), { label: t('common.undo'), run: () => store.undo() });
    }
  };

  const base = draftOf(view.base);
  const cell = (field: CellField): string => {
    const changed = !sameCell(draft, base, field);
    const missing = asked && view.missing.some((item) => cellOf(item) === field);
    const wrong = view.violations.some((item) => item.field !== 'answer' && cellOf(item.field) === field);
    return [
      'cell',
      changed && view.transfer === 'idle' && 'cell-unsaved',
      changed && view.transfer === 'saving' && 'cell-saving',
      !changed && view.transfer === 'saved' && 'cell-saved',
      (wrong || (changed && view.transfer === 'failed')) && 'cell-failed',
      missing && 'cell-missing',
    ]
      .filter(Boolean)
      .join(' ');
  };
  const invalid = (field: AnswerField): true | undefined =>
    (asked && view.missing.includes(field)) || view.violations.some((item) => item.field === field)
      ? true
      : undefined;
  const radio = (field: 'hasEService' | 'isNeeded', value: boolean, column: string, position: number) => (
    <label className="hit">
      <input
        type="radio"
        name={`${rowId}-${field}-${value}`}
        checked={draft[field] === value}
        disabled={field === 'isNeeded' && has !== false}
        aria-labelledby={`col-${column} row-${rowId}`}
        data-row={rowId}
        data-col={position}
        data-field={field}
        onChange={() => (field === 'hasEService' ? switchHas(value) : edit({ ...draft, isNeeded: value }))}
      />
      <span className="card-label">{t(`col.${column.replace('-', '.')}` as TextKey)}</span>
    </label>
  );

  return (
    <tr role="row" className={row.standard ? 'row' : 'row row-added'} data-rowid={rowId}>
      <th role="rowheader" scope="row" className={view.questions.choices ? cell('choices') : 'cell'}>
        <span id={`row-${rowId}`}>{title}</span> <RowMark view={view} asked={asked} />
        <ReturnedNote row={returned} />
        {row.choices && <Choices view={view} edit={edit} invalid={invalid} />}
      </th>
      <td role="cell" className={cell('hasEService')} data-group={t('col.has')}>
        {radio('hasEService', true, 'has-yes', 1)}
      </td>
      <td role="cell" className={cell('hasEService')}>
        {radio('hasEService', false, 'has-no', 2)}
      </td>
      <td
        role="cell"
        className={cell('isNeeded')}
        data-group={t('col.needed')}
        data-off={has !== false || undefined}
      >
        {radio('isNeeded', true, 'needed-yes', 3)}
      </td>
      <td role="cell" className={cell('isNeeded')} data-off={has !== false || undefined}>
        {radio('isNeeded', false, 'needed-no', 4)}
      </td>
      {store.questionnaire.processSteps.map((step, index) => (
        <td
          key={step.id}
          role="cell"
          className={cell('steps')}
          data-group={index === 0 ? t('col.steps') : undefined}
          data-off={!has || undefined}
        >
          <label className="hit">
            <input
              type="checkbox"
              checked={draft.steps.includes(step.id)}
              disabled={!has}
              aria-labelledby={`col-step-${step.id} row-${rowId}`}
              aria-invalid={invalid('steps')}
              data-row={rowId}
              data-col={5 + index}
              data-field="steps"
              onChange={() => edit({ ...draft, steps: toggled(draft.steps, step.id) })}
            />
            <span className="card-label">
              {step.number} {titleOf(step)}
            </span>
          </label>
        </td>
      ))}
      <td
        role="cell"
        className={cell('channels')}
        data-group={t('col.channels')}
        data-off={!has || undefined}
      >
        <button
          type="button"
          className="cell-button"
          disabled={!has}
          id={`channels-${rowId}`}
          aria-haspopup="dialog"
          aria-labelledby={`channels-${rowId} col-channels row-${rowId}`}
          data-invalid={invalid('channels') ?? invalid('otherChannel')}
          data-row={rowId}
          data-col={11}
          data-field="channels"
          onClick={(event) => onChannels(rowId, event.currentTarget)}
        >
          {draft.channels.length === 0 ? t('cell.choose') : <Channels draft={draft} />}
        </button>
      </td>
      <td
        role="cell"
        className={cell('yearlyUsers')}
        data-group={t('col.users')}
        data-off={!has || undefined}
      >
        <input
          className="count"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={draft.yearlyUsers}
          disabled={!has}
          aria-labelledby={`col-users row-${rowId}`}
          aria-describedby={`error-${rowId}`}
          aria-invalid={invalid('yearlyUsers')}
          data-row={rowId}
          data-col={12}
          data-field="yearlyUsers"
          onChange={(event) => edit({ ...draft, yearlyUsers: event.target.value })}
        />
        <span id={`error-${rowId}`} className="cell-error">
          {view.violations
            .filter(({ field }) => field === 'yearlyUsers')
            .map(({ code }) => t(`violation.${code}` as TextKey))}
        </span>
      </td>
      <td role="cell" className="cell cell-action">
        <RowTools
          rowId={rowId}
          title={title}
          removable={!row.standard}
          onDetails={onDetails}
          onRemove={onRemove}
        />
      </td>
    </tr>
  );
});
Row.displayName = 'Row';

/** The row's state in a word and a picture; red only after a certification was refused. */
const RowMark = ({ view, asked }: { readonly view: RowView; readonly asked: boolean }): ReactNode => {
  const t = useTexts();
  const mark = (kind: string, icon: Parameters<typeof Icon>[0]['name'], key: TextKey) => (
    <span className={`row-mark row-mark-${kind}`} title={t(key)}>
      <Icon name={icon} />
      <span className="visually-hidden">{t(key)}</span>
    </span>
  );
  if (view.transfer === 'failed') return mark('failed', 'warning', 'cell.failed');
  if (view.transfer === 'saving') return mark('saving', 'saving', 'cell.saving');
  if (asked && view.missing.length > 0) return mark('missing', 'warning', 'cell.missing');
  if (view.dirty) return mark('unsaved', 'pencil', 'cell.unsaved');
  if (view.transfer === 'saved') return mark('saved', 'complete', 'cell.saved');
  if (view.missing.length === 0) return mark('complete', 'complete', 'aspect.complete');
  return null;
};

const Channels = ({ draft }: { readonly draft: RowDraft }) => {
  const { store } = useForm();
  const titles = store.questionnaire.channels
    .filter(({ id }) => draft.channels.includes(id))
    .map((channel) =>
      channel.id === OTHER && draft.otherChannel ? draft.otherChannel : titleOf(channel).replace(/ \(.*/, ''),
    );
  return <>{titles.join(', ')}</>;
};

interface ChoicesProps {
  readonly view: RowView;
  readonly edit: (draft: RowDraft) => void;
  readonly invalid: (field: AnswerField) => true | undefined;
}

/** The online-complaint row: several kinds to tick, and a text box for those that are not listed. */
const Choices = ({ view: { row, draft }, edit, invalid }: ChoicesProps) => {
  const t = useTexts();
  const off = !draft.hasEService;
  return (
    <fieldset className="choices" disabled={off}>
      <legend className="visually-hidden">{t('col.choices')}</legend>
      {row.choices?.map((choice) => (
        <label key={choice.id} className="choice">
          <input
            type="checkbox"
            checked={draft.choices.includes(choice.id)}
            aria-invalid={invalid('choices')}
            data-row={row.id}
            data-col={0}
            data-field="choices"
            onChange={() => edit({ ...draft, choices: toggled(draft.choices, choice.id) })}
          />
          {titleOf(choice)}
        </label>
      ))}
      {draft.choices.includes(OTHER) && (
        <label className="choice-other">
          <span>{t('complaint.hint')}</span>
          <input
            type="text"
            value={draft.otherChoices}
            aria-invalid={invalid('otherChoices')}
            data-row={row.id}
            data-col={0}
            data-field="otherChoices"
            onChange={(event) => edit({ ...draft, otherChoices: event.target.value })}
          />
        </label>
      )}
    </fieldset>
  );
};
