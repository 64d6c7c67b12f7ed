import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { publishedQuery, versionQuery } from '../api/queries.js';
import { useTitle } from '../hooks/use-title.js';
import { titleOf } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { VersionComparison } from './comparison.js';
import { Preview } from './preview.js';
import { useTexts } from './texts.js';

/** A published version: as the clerk sees it, and against the others. */
const VersionPage = () => {
  const t = useTexts();
  const { version = '' } = useParams();
  const shown = useQuery(versionQuery(version));
  const published = useQuery(publishedQuery);
  const title = t('questionnaire.version', { version });
  useTitle(`${title} — ${t('app.name')}`);
  const others = published.data?.filter((each) => each.version !== version);
  return (
    <div className="page">
      <h1>{title}</h1>
      <p>
        <Link to="/questionnaires">{t('menu.questionnaires')}</Link>
      </p>
      {shown.error && <Failure error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.isPending && <Loading />}
      {shown.data && (
        <>
          <p>{titleOf(shown.data)}</p>
          <Preview questionnaire={shown.data} />
          {others && others.length > 0 && (
            <VersionComparison questionnaire={shown.data} versions={others.map((each) => each.version)} />
          )}
        </>
      )}
    </div>
  );
};
export default VersionPage;
