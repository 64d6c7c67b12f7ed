import { useRef, type ReactNode } from 'react';
import type { Aspect, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { FormRow } from '../api/types.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { cellText, rowHelps, rowTitles } from './answer-text.js';
import { layoutOf, type Column, type Layout } from './columns.js';
import { draftOf, isOn, type RowDraft } from './draft.js';
import { fieldKeys, type ColumnField } from './fields.js';
import { useFocusFromLink } from './focus.js';
import { ThaiText } from '../ui/thai-text.js';
import { TableHead, tableProps } from './table-head.js';

interface AnswerTableProps {
  readonly questionnaire: Questionnaire;
  readonly aspect: Aspect;
  readonly rows: readonly FormRow[];
  readonly changed?: ReadonlySet<string>;
  /** Shown below the row's title. */
  readonly notes?: ((row: FormRow, title: string) => ReactNode) | undefined;
  readonly onDetails?: (row: FormRow) => void;
  readonly labelledBy: string;
}

/** One aspect, read-only: the columns of the form, with words instead of controls. */
export const AnswerTable = ({
  questionnaire,
  aspect,
  rows,
  changed,
  notes,
  onDetails,
  labelledBy,
}: AnswerTableProps) => {
  const t = useTexts();
  const table = useRef<HTMLTableElement>(null);
  useFocusFromLink(table);
  const titles = rowTitles(questionnaire);
  const helps = rowHelps(questionnaire);
  const layout = layoutOf(questionnaire);
  const { className, style } = tableProps(layout);
  if (rows.length === 0) return <p className="empty">{t('form.no-rows')}</p>;
  return (
    <table
      className={`${className} form-table-read`}
      style={style}
      role="table"
      ref={table}
      aria-labelledby={labelledBy}
    >
      <TableHead layout={layout} action={false} />
      {aspect.groups.map((group) => (
        <tbody key={group.id} role="rowgroup">
          {!group.implicit && (
            <tr role="row" className="group-row">
              <th role="rowheader" scope="rowgroup" colSpan={layout.span}>
                <ThaiText>{titleOf(group)}</ThaiText>
              </th>
            </tr>
          )}
          {rows
            .filter(({ groupId }) => groupId === group.id)
            .map((row) => (
              <AnswerRow
                key={row.id}
                questionnaire={questionnaire}
                layout={layout}
                row={row}
                title={titles.get(row.id) ?? row.title}
                help={helps.get(row.id) ?? ''}
                changed={changed?.has(row.id) ?? false}
                notes={notes}
                onDetails={onDetails}
              />
            ))}
        </tbody>
      ))}
    </table>
  );
};

interface AnswerRowProps {
  readonly questionnaire: Questionnaire;
  readonly layout: Layout;
  readonly row: FormRow;
  readonly title: string;
  readonly help: string;
  readonly changed: boolean;
  readonly notes: AnswerTableProps['notes'];
  readonly onDetails: ((row: FormRow) => void) | undefined;
}

const AnswerRow = ({
  questionnaire,
  layout,
  row,
  title,
  help,
  changed,
  notes,
  onDetails,
}: AnswerRowProps) => {
  const t = useTexts();
  const draft = draftOf(row.answer);
  return (
    <tr role="row" className={changed ? 'row row-changed' : 'row'} data-rowid={row.id} tabIndex={-1}>
      <th role="rowheader" scope="row" className="cell">
        <ThaiText>{title}</ThaiText>{' '}
        {changed && <span className="badge badge-returned">{t('review.changed')}</span>}
        {onDetails && (
          <button
            type="button"
            className="button-icon"
            aria-label={t('details.open', { title })}
            title={t('details.open', { title })}
            onClick={() => onDetails(row)}
          >
            <Icon name="history" />
          </button>
        )}
        {help && <div className="row-help">{help}</div>}
        {row.choices && <div className="row-choices">{cellText(questionnaire, row, draft, 'choices')}</div>}
        {notes?.(row, title)}
      </th>
      {layout.groups.map(({ field, columns }) =>
        columns.map((column, index) => (
          <td
            key={column.id}
            role="cell"
            className={cellClasses[field.kind]}
            data-group={index === 0 ? t(fieldKeys[field.name]) : undefined}
            data-whole={columns.length === 1 || undefined}
            data-off={!isOn(draft, field.name) || undefined}
          >
            {index === 0 && field.name === 'hasEService' && draft.hasEService === undefined && (
              <span className="visually-hidden card-word">{t('conflict.empty')}</span>
            )}
            <Content questionnaire={questionnaire} row={row} draft={draft} column={column} />
          </td>
        )),
      )}
    </tr>
  );
};

const cellClasses: Record<ColumnField['kind'], string> = {
  'yes-no': 'cell',
  ticks: 'cell',
  list: 'cell cell-text',
  count: 'cell number',
};

interface ContentProps {
  readonly questionnaire: Questionnaire;
  readonly row: FormRow;
  readonly draft: RowDraft;
  readonly column: Column;
}

/** What a cell says: a tick with its word, or a text. */
const Content = ({ questionnaire, row, draft, column }: ContentProps) => {
  const t = useTexts();
  if ('value' in column) {
    return draft[column.field.name] === column.value && <Ticked word={t(column.title)} />;
  }
  if ('choice' in column) {
    const { field, choice } = column;
    return draft[field.name].includes(choice.id) && <Ticked word={`${choice.number} ${titleOf(choice)}`} />;
  }
  return cellText(questionnaire, row, draft, column.field.name);
};

const Ticked = ({ word }: { readonly word: string }) => (
  <>
    <Icon name="complete" />
    <span className="visually-hidden card-word">{word}</span>
  </>
);
