import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { IncompleteAspect } from '../../../../src/form/completeness.js';
import { api } from '../../api/calls.js';
import { ApiError } from '../../api/errors.js';
import { problemIn } from '../../api/problems.js';
import type { Change, SurveyForm } from '../../api/types.js';
import { nameOf, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Failure } from '../../ui/failure.js';
import { useForm } from '../saving/context.js';
import type { FormStore } from '../saving/store.js';
import { CERTIFIED } from '../certified.js';
import { ChangeList } from './change-list.js';
import { SummaryTable, summaryOf } from './summary-table.js';
import type { DraftOwner } from '../../drafts/record.js';
import { ObjectionFields } from '../returns/objection-fields.js';
import { useObjectionNotes } from '../returns/use-objection-notes.js';
import { returnFor, ReturnedRows } from '../returns/return-notice.js';

interface CertifyDialogProps {
  readonly owner: DraftOwner;
  readonly form: SurveyForm;
  readonly onClose: () => void;
  readonly onIncomplete: (aspects: readonly IncompleteAspect[]) => void;
}

/** Shows in numbers what is certified, and asks for the declaration. */
export const CertifyDialog = ({ owner, form, onClose, onIncomplete }: CertifyDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // One key for all attempts: a second press after a lost answer must not certify twice.
  const key = useRef(crypto.randomUUID());
  const returned = returnFor(form, 'lao');
  const notes = useObjectionNotes(form, returned);
  const [silent, setSilent] = useState(false);

  // What is declared is what is shown, also when others save meanwhile.
  const [shown, setShown] = useState(() => shownBy(store));
  const [changes, setChanges] = useState<readonly Change[]>([]);

  /** Shows what has changed, and asks again. */
  const showAgain = async (since: readonly Change[]): Promise<void> => {
    const newer = await api.form(owner.year, owner.lao);
    store.rebase(newer);
    queries.setQueryData(['form', owner.year, owner.lao], newer);
    setShown(shownBy(store));
    setChanges(since);
  };
  const declare = async (): Promise<void> => {
    if (notes.open.some(({ rowId, required }) => required && notes.textOf(rowId).trim() === '')) {
      setSilent(true);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await api.certify(owner.year, owner.lao, { ...shown, notes: notes.notes }, key.current);
      notes.clear();
      await queries.invalidateQueries({ queryKey: ['form', owner.year, owner.lao] });
      void queries.invalidateQueries({ queryKey: ['surveys'] });
      await navigate(`/surveys/${owner.year}/${owner.lao}/${CERTIFIED}`);
    } catch (failure) {
      setBusy(false);
      const incomplete = problemIn(failure, 'survey-incomplete');
      const conflict = problemIn(failure, 'revision-conflict');
      if (failure instanceof ApiError && failure.problem.code === 'objections-unanswered') setSilent(true);
      else if (incomplete) onIncomplete(incomplete.aspects);
      else if (conflict) await showAgain(conflict.changes).catch(setError);
      else setError(failure);
    }
  };

  return (
    <Dialog
      title={t('form.certify')}
      onClose={onClose}
      wide
      actions={
        <>
          <button className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button className="button button-primary" disabled={busy} onClick={() => void declare()}>
            {t('certify.confirm')}
          </button>
        </>
      }
    >
      {changes.length > 0 && (
        <div className="notice notice-bad" role="alert">
          <div className="notice-text">
            <p>{t('certify.changed')}</p>
            <ChangeList form={store.form} questionnaire={store.questionnaire} changes={changes} />
          </div>
        </div>
      )}
      <SummaryTable
        caption={t('certify.summary', { name: nameOf(store.form.lao), year: owner.year })}
        aspects={shown.aspects}
      />
      {returned && (
        <>
          <h3>{t('form.returned')}</h3>
          <p className="reason">{returned.reason}</p>
          <ReturnedRows form={form} rows={returned.rows} onFollow={onClose} />
          <ObjectionFields notes={notes} refused={silent} />
        </>
      )}
      <p>{t('certify.declaration')}</p>
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};

/** The numbers of the form as it is now, and its revision. */
const shownBy = (store: FormStore) => ({
  revision: store.form.revision,
  aspects: summaryOf(store.questionnaire, (id) => store.rowsOf(id).map(({ answer }) => answer)),
});
