import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { questionnaireFaults } from '../../../src/questionnaire/questionnaire-faults.js';
import { publishedQuery } from '../api/queries.js';
import { useTitle } from '../hooks/use-title.js';
import { titleOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { Dialog } from '../ui/dialog.js';
import { Failure, Loading } from '../ui/failure.js';
import { AspectEditor, type ChangeAt } from './aspect-editor.js';
import { VersionComparison } from './comparison.js';
import { changed } from './edit.js';
import { FaultList } from './fault-list.js';
import { GeneralEditor } from './general-editor.js';
import { Preview } from './preview.js';
import { PublishDialog } from './publish-dialog.js';
import { dropWorkingCopy, keepWorkingCopy, readWorkingCopy } from './working-copy.js';
import { useTexts } from './texts.js';

const workingCopyQuery = (person: string) => ({
  queryKey: ['working-copy', person],
  queryFn: () => readWorkingCopy(person),
  gcTime: 0,
});

/** The version that the administrator is writing. */
const DraftPage = () => {
  const t = useTexts();
  const { sub } = useMe();
  const kept = useQuery(workingCopyQuery(sub));
  useTitle(`${t('questionnaire.draft')} — ${t('app.name')}`);
  return (
    <div className="page">
      <h1>{t('questionnaire.draft')}</h1>
      {kept.error && <Failure error={kept.error} onRetry={() => void kept.refetch()} />}
      {kept.isPending && <Loading />}
      {kept.data === null && (
        <p className="empty">
          {t('questionnaire.no-draft')} <Link to="/questionnaires">{t('menu.questionnaires')}</Link>
        </p>
      )}
      {kept.data && <Editor first={kept.data} person={sub} />}
    </div>
  );
};
export default DraftPage;

type Shown = 'general' | number | 'preview' | 'compare';

/** What is typed is kept in the browser at once. */
const Editor = ({ first, person }: { readonly first: Questionnaire; readonly person: string }) => {
  const t = useTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [document, setDocument] = useState(first);
  const [shown, setShown] = useState<Shown>('general');
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const published = useQuery(publishedQuery);
  const change: ChangeAt = (path, value) => {
    const next = changed(document, path, value);
    setDocument(next);
    keepWorkingCopy(person, next).catch(setFailure);
  };
  const leave = async (): Promise<void> => {
    await dropWorkingCopy(person);
    await queries.invalidateQueries({ queryKey: ['questionnaires'] });
    await navigate('/questionnaires');
  };
  const faults = questionnaireFaults(document);
  const aspect = typeof shown === 'number' ? document.aspects[shown] : undefined;
  const tabs: readonly (readonly [Shown, string])[] = [
    ['general', t('questionnaire.general')],
    ...document.aspects.map((each, index) => [index, t('aspect.short', { number: each.number })] as const),
    ['preview', t('questionnaire.preview')],
    ['compare', t('questionnaire.compare')],
  ];
  return (
    <>
      <p>{t('questionnaire.draft.explain', { version: document.version })}</p>
      {failure !== null && <Failure error={failure} />}
      <p className="item-tools">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={faults.length > 0 || undefined}
          onClick={() => faults.length === 0 && setAsked('publish')}
        >
          {t('questionnaire.publish')}
        </button>
        <button type="button" className="button button-danger" onClick={() => setAsked('discard')}>
          {t('questionnaire.discard')}
        </button>
      </p>
      <FaultList faults={faults} />
      <nav className="item-tools" aria-label={t('questionnaire.parts')}>
        {tabs.map(([tab, label]) => (
          <button
            key={tab}
            type="button"
            className="button"
            aria-pressed={shown === tab}
            onClick={() => setShown(tab)}
          >
            {label}
          </button>
        ))}
      </nav>
      {shown === 'general' && (
        <>
          <h2>{t('questionnaire.general')}</h2>
          <GeneralEditor document={document} change={change} />
        </>
      )}
      {aspect && (
        <>
          <h2>{t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}</h2>
          <AspectEditor aspect={aspect} path={['aspects', Number(shown)]} change={change} />
        </>
      )}
      {shown === 'preview' && <Preview questionnaire={document} />}
      {shown === 'compare' && published.data && (
        <VersionComparison questionnaire={document} versions={published.data.map(({ version }) => version)} />
      )}
      {asked === 'publish' && (
        <PublishDialog document={document} onDone={() => void leave()} onClose={() => setAsked(null)} />
      )}
      {asked === 'discard' && (
        <Dialog
          title={t('questionnaire.discard')}
          onClose={() => setAsked(null)}
          alert
          actions={
            <>
              <button type="button" className="button" onClick={() => setAsked(null)}>
                {t('common.cancel')}
              </button>
              <button type="button" className="button button-danger" onClick={() => void leave()}>
                {t('questionnaire.discard')}
              </button>
            </>
          }
        >
          <p>{t('questionnaire.discard.explain', { version: document.version })}</p>
        </Dialog>
      )}
    </>
  );
};
