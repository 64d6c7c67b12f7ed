import { useRef, type ReactNode } from 'react';
import type { Aspect, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { FormRow } from '../api/types.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { cellText, rowTitles } from './answer-text.js';
import { draftOf } from './draft.js';
import { useFocusFromLink } from './focus.js';
import { TableHead } from './table-head.js';

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

/** One aspect to read: the same columns, with words instead of controls. */
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
  if (rows.length === 0) return <p className="empty">{t('form.no-rows')}</p>;
  return (
    <table className="form-table form-table-read" role="table" ref={table} aria-labelledby={labelledBy}>
      <TableHead questionnaire={questionnaire} action={false} />
      {aspect.groups.map((group) => (
        <tbody key={group.id} role="rowgroup">
          {!group.implicit && (
            <tr role="row" className="group-row">
              <th role="rowheader" scope="rowgroup" colSpan={5 + questionnaire.processSteps.length + 2}>
                {titleOf(group)}
              </th>
            </tr>
          )}
          {rows
            .filter(({ groupId }) => groupId === group.id)
            .map((row) => (
              <AnswerRow
                key={row.id}
                questionnaire={questionnaire}
                row={row}
                title={titles.get(row.id) ?? row.title}
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
  readonly row: FormRow;
  readonly title: string;
  readonly changed: boolean;
  readonly notes: AnswerTableProps['notes'];
  readonly onDetails: ((row: FormRow) => void) | undefined;
}

const AnswerRow = ({ questionnaire, row, title, changed, notes, onDetails }: AnswerRowProps) => {
  const t = useTexts();
  const draft = draftOf(row.answer);
  const tick = (ticked: boolean, word: string) =>
    ticked ? (
      <>
        <Icon name="complete" />
        <span className="visually-hidden card-word">{word}</span>
      </>
    ) : null;
  return (
    <tr role="row" className={changed ? 'row row-changed' : 'row'} data-rowid={row.id} tabIndex={-1}>
      <th role="rowheader" scope="row" className="cell">
        {title} {changed && <span className="badge badge-returned">{t('review.changed')}</span>}
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
        {row.choices && <div className="row-choices">{cellText(questionnaire, row, draft, 'choices')}</div>}
        {notes?.(row, title)}
      </th>
      <td role="cell" className="cell" data-group={t('col.has')}>
        {tick(draft.hasEService === true, t('col.has.yes'))}
        {draft.hasEService === undefined && (
          <span className="visually-hidden card-word">{t('conflict.empty')}</span>
        )}
      </td>
      <td role="cell" className="cell">
        {tick(draft.hasEService === false, t('col.has.no'))}
      </td>
      <td
        role="cell"
        className="cell"
        data-off={draft.hasEService !== false || undefined}
        data-group={t('col.needed')}
      >
        {tick(draft.isNeeded === true, t('col.needed.yes'))}
      </td>
      <td role="cell" className="cell" data-off={draft.hasEService !== false || undefined}>
        {tick(draft.isNeeded === false, t('col.needed.no'))}
      </td>
      {questionnaire.processSteps.map((step, index) => (
        <td
          key={step.id}
          role="cell"
          className="cell"
          data-off={!draft.hasEService || undefined}
          data-group={index === 0 ? t('col.steps') : undefined}
        >
          {tick(draft.steps.includes(step.id), `${step.number} ${titleOf(step)}`)}
        </td>
      ))}
      <td
        role="cell"
        className="cell cell-text"
        data-off={!draft.hasEService || undefined}
        data-group={t('col.channels')}
      >
        {cellText(questionnaire, row, draft, 'channels')}
      </td>
      <td
        role="cell"
        className="cell number"
        data-off={!draft.hasEService || undefined}
        data-group={t('col.users')}
      >
        {draft.yearlyUsers}
      </td>
    </tr>
  );
};
