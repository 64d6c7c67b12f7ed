import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useParams } from 'react-router';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { campaignsQuery, formQuery, questionnaireQuery } from '../api/queries.js';
import type { SurveyForm } from '../api/types.js';
import { useTexts } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { FailedPage, Loading } from '../ui/failure.js';
import { announce } from '../ui/toasts.js';
import { useTitle } from '../hooks/use-title.js';
import { ConflictDialog } from './dialogs/conflict-dialog.js';
import { FormContext } from './saving/context.js';
import { readDrafts, type AspectDraft, type DraftOwner } from '../drafts/drafts.js';
import { FormView } from './form-view.js';
import { ReadOnlyView } from './read-only-view.js';
import { Saving, type Conflict } from './saving/saving.js';
import { FormStore } from './saving/store.js';

/** The LAO's own staff fill the form while the round is open and the survey is not certified. For others, and later, it is read-only. */
const FormPage = () => {
  const t = useTexts();
  const me = useMe();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const campaigns = useQuery(campaignsQuery);
  const owner = useMemo(() => ({ person: me.sub, year: fiscalYear, lao }), [me.sub, fiscalYear, lao]);
  const drafts = useDrafts(owner);
  useTitle(`${form.data?.lao.name ?? ''} ${year} — ${t('app.name')}`);

  const failed = form.error ?? questionnaire.error;
  if (failed && !(form.data && questionnaire.data)) {
    const retry = (): void => {
      void form.refetch();
      void questionnaire.refetch();
    };
    return <FailedPage error={failed} onRetry={retry} />;
  }
  if (!form.data || !questionnaire.data || !drafts || campaigns.isPending) return <Loading />;

  const campaign = campaigns.data?.find((candidate) => candidate.fiscalYear === fiscalYear);
  const fills =
    me.role === 'lao' &&
    !form.data.withdrawn &&
    form.data.status !== 'certified' &&
    !form.data.provinceCertifiedAt &&
    campaign?.state !== 'closed' &&
    campaign?.state !== 'scheduled';
  return fills ? (
    <Filling
      key={`${owner.person} ${year} ${lao}`}
      owner={owner}
      form={form.data}
      questionnaire={questionnaire.data}
      drafts={drafts}
      closesAt={campaign?.closesAt}
    />
  ) : (
    <ReadOnlyView form={form.data} questionnaire={questionnaire.data} campaign={campaign} />
  );
};
export default FormPage;

const useDrafts = (owner: DraftOwner): readonly AspectDraft[] | undefined => {
  const t = useTexts();
  const [drafts, setDrafts] = useState<{ owner: DraftOwner; kept: readonly AspectDraft[] }>();
  useEffect(() => {
    let current = true;
    readDrafts(owner).then(
      (kept) => current && setDrafts({ owner, kept }),
      () => {
        if (!current) return;
        announce(t('draft.unavailable'));
        setDrafts({ owner, kept: [] });
      },
    );
    return () => {
      current = false;
    };
  }, [owner, t]);
  return drafts?.owner === owner ? drafts.kept : undefined;
};

interface FillingProps {
  readonly owner: DraftOwner;
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly drafts: readonly AspectDraft[];
  readonly closesAt: string | undefined;
}

const Filling = ({ owner, form, questionnaire, drafts, closesAt }: FillingProps) => {
  const t = useTexts();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [tools] = useState(() => {
    const store = new FormStore(questionnaire, form, drafts);
    return { store, saving: new Saving(store, owner, setConflict, () => announce(t('draft.unavailable'))) };
  });
  useEffect(() => tools.saving.start(), [tools]);
  useEffect(() => tools.store.rebase(form), [tools, form]);
  useEffect(() => {
    const kept = drafts.reduce((sum, draft) => sum + Object.keys(draft.rows).length, 0);
    if (kept > 0) announce(t('draft.restored', { count: kept }));
    // oxlint-disable-next-line react/exhaustive-deps -- said once, when the form opens
  }, [tools]);

  return (
    <FormContext value={tools}>
      <FormView form={form} closesAt={closesAt} owner={owner} />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          onClose={() => setConflict(null)}
          onChosen={(chosen) => {
            tools.store.resolve(conflict.aspectId, conflict.theirs, chosen);
            setConflict(null);
            void tools.saving.save(conflict.aspectId);
          }}
        />
      )}
    </FormContext>
  );
};
