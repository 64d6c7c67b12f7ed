import { useCallback, useEffect, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { IncompleteAspect } from '../../../src/form/completeness.js';
import type { SurveyForm } from '../api/types.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { announce, withdrawOffers } from '../ui/toasts.js';
import { AspectList } from './aspect-list.js';
import { AspectTable } from './grid/aspect-table.js';
import { BottomBar } from './bottom-bar.js';
import { CertifyDialog } from './dialogs/certify-dialog.js';
import { useForm } from './saving/context.js';
import { CopyDialog } from './dialogs/copy-dialog.js';
import type { Found } from '../drafts/drafts.js';
import { valuesIn, type DraftOwner, type UnsentRow } from '../drafts/record.js';
import { useFocusOnAspect, useFocusWhenReplaced } from '../answers/focus.js';
import { FormHeader } from './form-header.js';
import { IncompleteDialog } from './dialogs/incomplete-dialog.js';
import { returnedRowsOf, returnFor } from './returns/return-notice.js';
import { RowDetails } from './dialogs/row-details.js';
import type { FormStore } from './saving/store.js';
import { SendDialog } from './unsent/send-dialog.js';
import { UnsentNotice } from './unsent/unsent-notice.js';
import { LastCountsContext, useLastCounts } from './last-counts.js';
import { useLastYear } from './dialogs/use-last-year.js';
import { useOwnRows } from './own-rows/use-own-rows.js';
import { useSave, useSaveKeys } from './saving/use-save.js';
import { useUndoKeys } from './saving/use-undo-keys.js';

interface FormViewProps {
  readonly form: SurveyForm;
  readonly closesAt: string | undefined;
  readonly owner: DraftOwner;
  readonly found: Found;
}
type Open =
  | { readonly is: 'send'; readonly rows: readonly UnsentRow[] }
  | { readonly is: 'certify' }
  | { readonly is: 'copy' }
  | { readonly is: 'incomplete'; readonly aspects: readonly IncompleteAspect[] }
  | { readonly is: 'details'; readonly rowId: string };

export const FormView = ({ form, closesAt, owner, found }: FormViewProps) => {
  const t = useTexts();
  const { store } = useForm();
  const navigate = useNavigate();
  const { aspect: aspectId } = useParams();
  const [open, setOpen] = useState<Open | null>(() => askedFirst(found));
  const { notInForm, dropped } = useNotInForm(store, found);
  const { busy, save } = useSave(owner);
  const ownRows = useOwnRows(owner);
  const showDetails = useCallback((rowId: string) => setOpen({ is: 'details', rowId }), []);
  const returned = useMemo(() => returnedRowsOf(returnFor(form, 'lao')), [form]);
  const { held } = useLastYear(form, false);
  const lastCounts = useLastCounts(form);
  const { aspects } = store.questionnaire;
  const index = Math.max(
    0,
    aspects.findIndex(({ id }) => id === aspectId),
  );
  const aspect = aspects[index];
  useFocusOnAspect(aspect?.id);
  useFocusWhenReplaced();
  useEffect(() => withdrawOffers, []);
  const base = `/surveys/${owner.year}/${owner.lao}`;
  useUndoKeys(base, aspect?.id);
  const next = aspects[index + 1];

  const saveAndNext = async (): Promise<void> => {
    if (!aspect) return;
    const outcome = await save(aspect.id);
    if (outcome === 'saved') announce(t('save.saved-aspect', { number: aspect.number }));
    // What waits for the line is safe in the browser and is sent by itself: the person can go on.
    if (next && (outcome === 'saved' || outcome === 'waiting')) await navigate(`${base}/${next.id}`);
  };
  useSaveKeys(
    () => aspect && void save(aspect.id),
    () => void saveAndNext(),
  );
  if (!aspect) return null;

  const certify = async (): Promise<void> => {
    for (const id of store.aspectIds()) {
      if (store.aspect(id).dirty > 0 && (await save(id)) !== 'saved') return;
    }
    const incomplete = incompleteAspects(store);
    if (incomplete.length === 0) setOpen({ is: 'certify' });
    else refused(incomplete);
  };
  const refused = (incomplete: readonly IncompleteAspect[]): void => {
    store.markAttempted();
    setOpen({ is: 'incomplete', aspects: incomplete });
  };
  const close = (): void => setOpen(null);
  const details = open?.is === 'details' && store.row(open.rowId);

  return (
    <div className="form-page">
      <AspectList base={base} current={aspect.id} />
      <section className="form-main" aria-labelledby="aspect-heading">
        <FormHeader form={form} editing />
        <UnsentNotice
          form={form}
          questionnaire={store.questionnaire}
          rows={notInForm}
          explain={t('unsent.not-in-form')}
          onDropped={dropped}
        />
        <div className="aspect-head">
          <h2 id="aspect-heading" tabIndex={-1}>
            {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
          </h2>
          {held && (
            <button type="button" className="button button-quiet" onClick={() => setOpen({ is: 'copy' })}>
              {t('copy.open')}
            </button>
          )}
        </div>
        <LastCountsContext value={lastCounts}>
          <AspectTable
            key={aspect.id}
            aspect={aspect}
            returned={returned}
            ownRows={ownRows}
            onNone={() => void save(aspect.id)}
            onDetails={showDetails}
          />
        </LastCountsContext>
      </section>
      {details && (
        <RowDetails
          key={details.row.id}
          form={form}
          questionnaire={store.questionnaire}
          row={details.row}
          answer={details.answer}
          returned={returned.get(details.row.id)}
          onClose={close}
        />
      )}
      <BottomBar
        aspectId={aspect.id}
        closesAt={closesAt}
        hasNext={next !== undefined}
        busy={busy}
        onSave={() => void saveAndNext()}
        onCertify={() => void certify()}
      />
      {open?.is === 'send' && <SendDialog rows={open.rows} save={save} onClose={close} />}
      {open?.is === 'certify' && (
        <CertifyDialog owner={owner} form={form} onClose={close} onIncomplete={refused} />
      )}
      {open?.is === 'incomplete' && <IncompleteDialog aspects={open.aspects} base={base} onClose={close} />}
      {open?.is === 'copy' && <CopyDialog form={form} aspectId={aspect.id} onClose={close} />}
    </div>
  );
};

/** Rows that were typed before the form was locked are sent after the person agreed. */
const askedFirst = ({ records }: Found): Open | null => {
  const rows = records.flatMap(valuesIn).filter(({ locked }) => locked);
  return rows.length > 0 ? { is: 'send', rows } : null;
};

/** Kept values without a place in the form: a row that was removed, or an older value of a row that has a newer one. */
const useNotInForm = (store: FormStore, found: Found) => {
  const [notInForm, setNotInForm] = useState(() => [
    ...found.others,
    ...found.records.flatMap(valuesIn).filter(({ rowId }) => !store.row(rowId)),
  ]);
  return { notInForm, dropped: () => setNotInForm([]) };
};

/** The same rules, hence the same list, as the server's refusal. */
const incompleteAspects = (store: FormStore): readonly IncompleteAspect[] =>
  store
    .aspectViews()
    .filter((aspect) => !aspect.savedAt || aspect.complete < aspect.total)
    .map((aspect) => ({
      aspectId: aspect.id,
      state:
        aspect.answered === 0 ? 'not-started' : aspect.complete < aspect.total ? 'incomplete' : 'complete',
      saved: aspect.savedAt !== null,
      rows: store
        .rowsOf(aspect.id)
        .filter(({ missing }) => missing.length > 0)
        .map(({ row, missing }) => ({ rowId: row.id, title: row.title, missing })),
    }));
