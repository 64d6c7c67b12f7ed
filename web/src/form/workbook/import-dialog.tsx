import { useState } from 'react';
import type { CellField } from '../../../../src/questionnaire/answer.js';
import { cellText, rowTitles } from '../../answers/answer-text.js';
import { draftOf } from '../../answers/draft.js';
import { fieldKeys } from '../../answers/fields.js';
import type { WorkbookDifferences, WorkbookRow } from '../../api/types.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Failure } from '../../ui/failure.js';
import { ConflictDialog } from '../dialogs/conflict-dialog.js';
import type { OwnRows } from '../own-rows/use-own-rows.js';
import { useForm } from '../saving/context.js';
import { entriesOf, type Entry } from './differences.js';
import { useImport } from './use-import.js';

interface ImportDialogProps {
  /** Of the file. */
  readonly name: string;
  readonly differences: WorkbookDifferences;
  readonly ownRows: OwnRows;
  readonly onClose: () => void;
}

/** What a workbook says otherwise, cell by cell. The person chooses what comes into the form. */
export const ImportDialog = ({ name, differences, ownRows, onClose }: ImportDialogProps) => {
  const t = useTexts();
  const entries = entriesOf(differences);
  const { newRows, faultCount } = differences;
  const all = [...entries.map(({ id }) => id), ...newRows.map(({ sheet, cell }) => `${sheet} ${cell}`)];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { busy, error, conflict, start, chosen } = useImport(differences, ownRows, onClose);
  const taken = (id: string): boolean => !left.has(id);
  const toggle = (id: string): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const count = all.filter(taken).length;

  if (conflict) {
    return <ConflictDialog key={conflict.aspectId} conflict={conflict} onClose={onClose} onChosen={chosen} />;
  }
  return (
    <Dialog
      title={t('workbook.title', { name })}
      onClose={onClose}
      wide
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={busy || count === 0}
            onClick={() =>
              start(
                entries.filter(({ id }) => taken(id)),
                newRows.filter(({ sheet, cell }) => taken(`${sheet} ${cell}`)),
              )
            }
          >
            {t('workbook.confirm', { count })}
          </button>
        </>
      }
    >
      {error !== null && <Failure error={error} />}
      <p>{all.length > 0 ? t('workbook.explain') : faultCount === 0 && t('workbook.none')}</p>
      {differences.changes.length > 0 && <p className="notice">{t('workbook.stale')}</p>}
      <Faults differences={differences} />
      {entries.length > 0 && <EntryTable entries={entries} taken={taken} onToggle={toggle} />}
      {newRows.length > 0 && (
        <>
          <h3>{t('workbook.new', { count: newRows.length })}</h3>
          <p>{t('workbook.new.explain')}</p>
          {newRows.map(({ sheet, cell, title }) => (
            <label key={`${sheet} ${cell}`} className="choice">
              <input
                type="checkbox"
                checked={taken(`${sheet} ${cell}`)}
                onChange={() => toggle(`${sheet} ${cell}`)}
              />
              {title} <small>({[sheet, cell].join(' ')})</small>
            </label>
          ))}
        </>
      )}
    </Dialog>
  );
};

const Faults = ({ differences: { faults, faultCount } }: Pick<ImportDialogProps, 'differences'>) => {
  const t = useTexts();
  const language = useLanguage();
  if (faultCount === 0) return null;
  return (
    <section className="notice notice-bad workbook-faults" aria-labelledby="workbook-faults">
      <h3 id="workbook-faults">{t('workbook.faults', { count: faultCount })}</h3>
      <p>{t('workbook.faults.explain')}</p>
      <ul>
        {faults.map((fault, index) => (
          <li key={index}>
            <strong>{[fault.sheet, fault.cell].filter(Boolean).join(' ')}</strong> {fault[language]}
          </li>
        ))}
        {faultCount > faults.length && (
          <li>{t('workbook.faults.more', { count: faultCount - faults.length })}</li>
        )}
      </ul>
    </section>
  );
};

interface EntryTableProps {
  readonly entries: readonly Entry[];
  readonly taken: (id: string) => boolean;
  readonly onToggle: (id: string) => void;
}

const EntryTable = ({ entries, taken, onToggle }: EntryTableProps) => {
  const t = useTexts();
  const { store } = useForm();
  const titles = rowTitles(store.questionnaire);
  const textOf = (row: WorkbookRow, answer: WorkbookRow['answer'], fields: readonly CellField[]): string => {
    const of = store.row(row.rowId)?.row ?? {};
    const texts = fields.map((field) => cellText(store.questionnaire, of, draftOf(answer), field));
    return texts.filter(Boolean).join(' · ') || t('workbook.empty');
  };
  return (
    <table className="data-table workbook-differences">
      <caption>{t('workbook.caption', { count: entries.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('workbook.take')}</th>
          <th scope="col">{t('workbook.where')}</th>
          <th scope="col">{t('col.service')}</th>
          <th scope="col">{t('workbook.question')}</th>
          <th scope="col">{t('workbook.before')}</th>
          <th scope="col">{t('workbook.after')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, row, fields, cells }) => {
          const cell = `${row.sheet} ${cells.join(' ')}`;
          const title = titles.get(row.rowId) ?? store.row(row.rowId)?.row.title ?? '';
          return (
            <tr key={id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={t('workbook.row', { cell, title })}
                  checked={taken(id)}
                  onChange={() => onToggle(id)}
                />
              </td>
              <td>{cell}</td>
              <th scope="row">{title}</th>
              <td>{fields.map((field) => t(fieldKeys[field])).join(', ')}</td>
              <td>{textOf(row, row.base, fields)}</td>
              <td>{textOf(row, row.answer, fields)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
