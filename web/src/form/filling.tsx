import { useEffect, useState } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { api } from '../api/calls.js';
import type { SurveyForm } from '../api/types.js';
import { browserBox, FormDrafts, type Found } from '../drafts/drafts.js';
import { valuesIn, type DraftOwner } from '../drafts/record.js';
import { useSignal } from '../hooks/signal.js';
import { useTexts } from '../i18n/language.js';
import { Loading } from '../ui/failure.js';
import { announce } from '../ui/toasts.js';
import { ConflictDialog } from './dialogs/conflict-dialog.js';
import { FormView } from './form-view.js';
import { PrintInstead } from './print-instead.js';
import type { ListedRow } from './unsent/unsent-list.js';
import { FormContext } from './saving/context.js';
import type { Conflict } from './saving/conflict.js';
import { Saving } from './saving/saving.js';
import { FormStore } from './saving/store.js';

interface FillingProps {
  readonly owner: DraftOwner;
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly closesAt: string | undefined;
}

/** The form that is filled. It takes over the drafts each time it opens, so it opens with what was typed last. */
export const Filling = (props: FillingProps) => {
  const [drafts] = useState(() => new FormDrafts(props.owner));
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    let current = true;
    void drafts.open().then((kept) => current && setFound(kept));
    return () => {
      current = false;
    };
  }, [drafts]);
  return found ? <Opened {...props} drafts={drafts} found={found} /> : <Loading />;
};

interface OpenedProps extends FillingProps {
  readonly drafts: FormDrafts;
  readonly found: Found;
}

const Opened = ({ owner, form, questionnaire, closesAt, drafts, found }: OpenedProps) => {
  const t = useTexts();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [tools] = useState(() => {
    const store = new FormStore(questionnaire, form, found.records);
    const server = {
      save: (aspectId: string, save: Parameters<typeof api.saveAspect>[3]) =>
        api.saveAspect(owner.year, owner.lao, aspectId, save),
      form: () => api.form(owner.year, owner.lao),
    };
    return { store, saving: new Saving(store, drafts, server, setConflict) };
  });
  useEffect(() => tools.saving.start(), [tools]);
  useEffect(() => tools.store.rebase(form), [tools, form]);
  useEffect(() => {
    const kept = found.records.flatMap(valuesIn);
    if (kept.length > 0) announce(t('draft.restored', { count: kept.length }));
    // oxlint-disable-next-line react/exhaustive-deps -- said once, when the form opens
  }, [tools]);
  const refusing = useSignal(browserBox.refusing);
  useEffect(() => {
    if (refusing) announce(t('draft.unavailable'));
  }, [refusing, t]);

  return (
    <FormContext value={tools}>
      <PrintInstead form={form} questionnaire={questionnaire} unsent={() => unsentIn(tools.store)} />
      <FormView form={form} closesAt={closesAt} owner={owner} found={found} />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          onClose={() => setConflict(null)}
          onChosen={(chosen) => {
            tools.store.resolve(conflict, chosen);
            setConflict(null);
            void tools.saving.save(conflict.aspectId);
          }}
        />
      )}
    </FormContext>
  );
};

const unsentIn = (store: FormStore): readonly ListedRow[] =>
  store
    .aspectIds()
    .flatMap((id) => store.dirtyRows(id))
    .map(({ row, aspectId, draft }) => ({ id: row.id, aspectId, rowId: row.id, draft, at: null }));
