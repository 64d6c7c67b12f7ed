import { useQueryClient } from '@tanstack/react-query';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { useState } from 'react';
import { api } from '../../api/calls.js';
import { problemIn } from '../../api/problems.js';
import { formQuery } from '../../api/queries.js';
import type { Change, SurveyForm } from '../../api/types.js';
import { rowTitles } from '../../answers/answer-text.js';
import { focusHeadingAfterDialog } from '../../answers/focus.js';
import type { ReturnFlags } from '../returns/use-return-flags.js';
import { nameOf, useTexts } from '../../i18n/language.js';
import { ReasonDialog } from '../../ui/reason-dialog.js';
import { announce } from '../../ui/toasts.js';
import { ChangeList } from './change-list.js';

interface ReturnDialogProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly flags: ReturnFlags;
  readonly onClose: () => void;
}

/** Asks for the reason, and lists the rows that were flagged. */
export const ReturnDialog = ({ form, questionnaire, flags, onClose }: ReturnDialogProps) => {
  const t = useTexts();
  const queries = useQueryClient();
  const titles = rowTitles(questionnaire);
  // What is returned is what is shown, also when the LAO certifies again meanwhile.
  const [shown, setShown] = useState(form);
  const [changes, setChanges] = useState<readonly Change[]>([]);
  // In the order of the form, not of the marking.
  const flagged = shown.aspects
    .flatMap(({ rows }) => rows)
    .filter(({ id }) => flags.rows.has(id))
    .map(({ id, title }) => ({
      rowId: id,
      title: titles.get(id) ?? title,
      note: flags.rows.get(id)?.trim(),
    }));
  const send = async (reason: string): Promise<'stay' | undefined> => {
    const rows = flagged.map(({ rowId, note }) => (note ? { rowId, note } : { rowId }));
    try {
      await api.returnSurvey(form.fiscalYear, form.lao.code, shown.revision, reason, rows);
    } catch (error) {
      const conflict = problemIn(error, 'revision-conflict');
      if (!conflict) throw error;
      setShown(await queries.query({ ...formQuery(form.fiscalYear, form.lao.code), staleTime: 0 }));
      setChanges(conflict.changes);
      return 'stay';
    }
    flags.clear();
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['form', form.fiscalYear, form.lao.code] }),
      queries.invalidateQueries({ queryKey: ['province'] }),
      queries.invalidateQueries({ queryKey: ['surveys'] }),
    ]);
    announce(t('return.done', { name: nameOf(form.lao) }));
    onClose();
    focusHeadingAfterDialog();
    return undefined;
  };
  return (
    <ReasonDialog
      title={t('return.title', { name: nameOf(form.lao) })}
      explain={t('return.explain')}
      confirm={t('return.confirm')}
      onConfirm={send}
      onClose={onClose}
    >
      {changes.length > 0 && (
        <div className="notice notice-bad" role="alert">
          <div className="notice-text">
            <p>{t('return.changed')}</p>
            <ChangeList form={shown} questionnaire={questionnaire} changes={changes} />
          </div>
        </div>
      )}
      {flagged.length === 0 ? (
        <p>{t('return.no-rows')}</p>
      ) : (
        <>
          <h3>{t('return.rows', { count: flagged.length })}</h3>
          <ul className="returned-rows">
            {flagged.map(({ rowId, title, note }) => (
              <li key={rowId}>
                {title}
                {note && `: ${note}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </ReasonDialog>
  );
};
