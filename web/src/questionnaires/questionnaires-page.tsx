import { useQuery } from '@tanstack/react-query';
import { useState, type ChangeEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import {
  questionnaireFaults,
  type QuestionnaireFault,
} from '../../../src/questionnaire/questionnaire-faults.js';
import { api } from '../api/calls.js';
import { publishedQuery } from '../api/queries.js';
import { actorName } from '../history/sentence.js';
import { useTitle } from '../hooks/use-title.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { DataTable } from '../ui/data-table.js';
import { Failure, Loading } from '../ui/failure.js';
import { nextVersion } from './edit.js';
import { FaultList } from './fault-list.js';
import { keepWorkingCopy, readWorkingCopy } from './working-copy.js';
import { useTexts } from './texts.js';

/** The published versions, and the way to a new one: from a file or from one of them. */
const QuestionnairesPage = () => {
  const t = useTexts();
  const navigate = useNavigate();
  const { sub } = useMe();
  const published = useQuery(publishedQuery);
  const draft = useQuery({ queryKey: ['working-copy', sub], queryFn: () => readWorkingCopy(sub), gcTime: 0 });
  const [faults, setFaults] = useState<readonly QuestionnaireFault[]>([]);
  const [error, setError] = useState<unknown>(null);
  useTitle(`${t('menu.questionnaires')} — ${t('app.name')}`);

  const begin = async (document: Questionnaire): Promise<void> => {
    await keepWorkingCopy(sub, document);
    await navigate('/questionnaires/draft');
  };
  const beginFrom = async (version: string): Promise<void> => {
    try {
      const base = await api.version(version);
      const versions = (published.data ?? []).map((each) => each.version);
      await begin({ ...base, version: nextVersion(base.fiscalYear, versions) });
    } catch (failure) {
      setError(failure);
    }
  };
  const upload = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (!file) return;
    const document = parsed(await file.text());
    const found = questionnaireFaults(document);
    setFaults(found);
    if (found.length === 0) await begin(document as Questionnaire);
  };

  return (
    <div className="page">
      <h1>{t('menu.questionnaires')}</h1>
      {draft.data ? (
        <p>
          {t('questionnaire.has-draft', { version: draft.data.version })}{' '}
          <Link to="/questionnaires/draft">{t('questionnaire.continue')}</Link>
        </p>
      ) : (
        <label className="button file-button">
          {t('questionnaire.upload')}
          <input
            type="file"
            className="visually-hidden"
            accept="application/json,.json"
            onChange={(event) => void upload(event)}
          />
        </label>
      )}
      <FaultList faults={faults} />
      {error !== null && <Failure error={error} />}
      {published.error && <Failure error={published.error} onRetry={() => void published.refetch()} />}
      {published.isPending && <Loading />}
      {published.data && (
        <DataTable
          caption={t('menu.questionnaires')}
          columns={[
            t('campaign.version'),
            t('questionnaire.title'),
            { number: t('questionnaire.rows') },
            t('questionnaire.published'),
            t('questionnaire.used-by'),
          ]}
        >
          {published.data.map((each) => (
            <tr key={each.version}>
              <th scope="row" data-label={t('campaign.version')}>
                <Link to={`/questionnaires/${each.version}`}>{each.version}</Link>
              </th>
              <td data-label={t('questionnaire.title')}>{titleOf(each)}</td>
              <td className="number" data-label={t('questionnaire.rows')}>
                {each.rows}
              </td>
              <td data-label={t('questionnaire.published')}>
                {dateTime(each.publishedAt)} · {actorName(each.by)}
              </td>
              <td data-label={t('questionnaire.used-by')}>{each.usedBy.join(', ') || '–'}</td>
              <td className="row-actions">
                {!draft.data && (
                  <button
                    type="button"
                    className="button"
                    aria-label={t('questionnaire.from-version', { version: each.version })}
                    onClick={() => void beginFrom(each.version)}
                  >
                    {t('questionnaire.new-version')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </div>
  );
};
export default QuestionnairesPage;

/** Undefined for a text that is no JSON: it is reported like any other document that is no questionnaire. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
