import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Aspect, Group } from '../../../../src/questionnaire/questionnaire.js';
import { api } from '../../api/calls.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Failure } from '../../ui/failure.js';
import { useForm } from '../saving/context.js';
import type { DraftOwner } from '../../drafts/record.js';

interface AddRowDialogProps {
  readonly owner: DraftOwner;
  readonly aspect: Aspect;
  readonly group: Group;
  readonly onClose: () => void;
}

export const AddRowDialog = ({ owner, aspect, group, onClose }: AddRowDialogProps) => {
  const t = useTexts();
  const { store } = useForm();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const same = store.form.aspects.find(({ rows }) => rows.some((row) => alike(row.title, title)));

  const add = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const { rowId } = await api.addRow(owner.year, owner.lao, aspect.id, { groupId: group.id, title });
      const form = await api.form(owner.year, owner.lao);
      store.rebase(form);
      queries.setQueryData(['form', owner.year, owner.lao], form);
      onClose();
      await navigate('', { state: { row: rowId, field: 'hasEService' } });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={group.implicit ? t('form.add.title') : t('form.add-in-group', { title: titleOf(group) })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button
            type="submit"
            form="add-row"
            className="button button-primary"
            disabled={busy || title.trim() === ''}
          >
            {t('form.add.confirm')}
          </button>
        </>
      }
    >
      <form id="add-row" onSubmit={(event) => void add(event)}>
        <label className="field">
          <span>{t('col.service')}</span>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type here */}
          <input type="text" autoFocus value={title} onChange={(event) => setTitle(event.target.value)} />
        </label>
      </form>
      {/* Two services may have one name: the person decides. */}
      {same && (
        <p className="notice" role="status">
          {t('form.same-title', { number: same.number })}
        </p>
      )}
      {error !== null && <Failure error={error} />}
    </Dialog>
  );
};

const alike = (a: string, b: string): boolean => spaced(a) === spaced(b);
const spaced = (title: string): string => title.trim().replace(/\s+/g, ' ').toLowerCase();
