import { useQueryClient } from '@tanstack/react-query';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { api } from '../../api/calls.js';
import type { SurveyForm } from '../../api/types.js';
import { rowTitles } from '../../answers/answer-text.js';
import { focusHeadingAfterDialog } from '../../answers/focus.js';
import type { ReturnFlags } from '../returns/use-return-flags.js';
import { useTexts } from '../../i18n/language.js';
import { ReasonDialog } from '../../ui/reason-dialog.js';
import { announce } from '../../ui/toasts.js';

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
  // In the order of the form, not of the marking.
  const flagged = form.aspects
    .flatMap(({ rows }) => rows)
    .filter(({ id }) => flags.rows.has(id))
    .map(({ id, title }) => ({
      rowId: id,
      title: titles.get(id) ?? title,
      note: flags.rows.get(id)?.trim(),
    }));
  const send = async (reason: string): Promise<void> => {
    const rows = flagged.map(({ rowId, note }) => (note ? { rowId, note } : { rowId }));
    await api.returnSurvey(form.fiscalYear, form.lao.code, reason, rows);
    flags.clear();
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['form', form.fiscalYear, form.lao.code] }),
      queries.invalidateQueries({ queryKey: ['province'] }),
      queries.invalidateQueries({ queryKey: ['surveys'] }),
    ]);
    announce(t('return.done', { name: form.lao.name }));
    onClose();
    focusHeadingAfterDialog();
  };
  return (
    <ReasonDialog
      title={t('return.title', { name: form.lao.name })}
      explain={t('return.explain')}
      confirm={t('return.confirm')}
      onConfirm={send}
      onClose={onClose}
    >
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
