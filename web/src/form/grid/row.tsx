import { memo } from 'react';
import type { AnswerField, CellField } from '../../../../src/questionnaire/answer.js';
import type { Layout } from '../../answers/columns.js';
import { cellOf, draftOf, isOffered, sameCell } from '../../answers/draft.js';
import { fieldKeys } from '../../answers/fields.js';
import type { ReturnedRow } from '../../api/types.js';
import { useTexts } from '../../i18n/language.js';
import { OwnTitle } from '../own-rows/own-title.js';
import type { OwnRows } from '../own-rows/use-own-rows.js';
import { ReturnedNote } from '../returns/return-notice.js';
import { useForm, useRow } from '../saving/context.js';
import { CellControl } from './cells.js';
import { Choices } from './choices.js';
import { RowMark } from './row-mark.js';
import { RowTools } from './row-tools.js';

interface RowProps {
  readonly rowId: string;
  readonly title: string;
  /** An explanation below the title; empty if there is none. */
  readonly help: string;
  readonly layout: Layout;
  readonly returned: ReturnedRow | undefined;
  /** Another row of the aspect has the same title. */
  readonly twin: boolean;
  readonly onDetails: (rowId: string) => void;
  readonly onChannels: (rowId: string, trigger: HTMLElement) => void;
  readonly onRename: OwnRows['rename'];
  readonly onRemove: OwnRows['remove'];
  readonly onRepeat: (rowId: string) => void;
  readonly onMenu: (rowId: string, button: HTMLElement) => void;
}

/** One line of the table. Only the row that is typed in renders again. */
export const Row = memo(({ rowId, title, help, layout, returned, twin, ...acts }: RowProps) => {
  const { onDetails, onChannels, onRename, onRemove, onRepeat, onMenu } = acts;
  const t = useTexts();
  const { store } = useForm();
  const view = useRow(rowId);
  if (!view) return null;
  const { draft, row } = view;
  const asked = store.wasRefused;
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

  return (
    <tr
      role="row"
      className={row.standard ? 'row' : 'row row-added'}
      data-rowid={rowId}
      data-has={draft.hasEService}
    >
      <th role="rowheader" scope="row" className={view.questions.choices ? cell('choices') : 'cell'}>
        {row.standard ? (
          <span id={`row-${rowId}`}>{title}</span>
        ) : (
          <OwnTitle rowId={rowId} title={title} twin={twin} onRename={onRename} onRemove={onRemove} />
        )}{' '}
        <RowMark view={view} asked={asked} />
        {help && <div className="row-help">{help}</div>}
        <ReturnedNote row={returned} />
        {row.choices && <Choices view={view} invalid={invalid} />}
      </th>
      {layout.groups.map(({ field, columns }) => {
        const off = !isOffered(draft, field.name);
        return columns.map((column, index) => (
          <td
            key={column.id}
            role="cell"
            className={cell(field.name)}
            data-kind={field.kind}
            data-group={index === 0 ? t(fieldKeys[field.name]) : undefined}
            data-whole={columns.length === 1 || undefined}
            data-off={off || undefined}
          >
            <CellControl
              column={column}
              view={view}
              title={title}
              off={off}
              invalid={invalid}
              onChannels={onChannels}
            />
            {/* No count is ever filled. */}
            {field.kind !== 'count' && !off && (
              <span className="fill-handle" data-fill={field.name} aria-hidden="true" />
            )}
          </td>
        ));
      })}
      <td role="cell" className="cell cell-action" data-whole>
        <RowTools
          rowId={rowId}
          title={title}
          position={layout.span}
          onDetails={onDetails}
          onRepeat={onRepeat}
          onMenu={onMenu}
        />
      </td>
    </tr>
  );
});
Row.displayName = 'Row';
