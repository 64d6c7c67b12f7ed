import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import {
  questionnaireDifference,
  type PartChange,
  type PartTitle,
} from '../../../src/questionnaire/questionnaire-difference.js';
import { versionQuery } from '../api/queries.js';
import { titleOf } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTexts } from './texts.js';

interface ComparisonProps {
  readonly questionnaire: Questionnaire;
  /** Published versions to compare with. */
  readonly versions: readonly string[];
}

/** What is not as in another version, part by part. */
export const VersionComparison = ({ questionnaire, versions }: ComparisonProps) => {
  const t = useTexts();
  const [chosen, setChosen] = useState(versions.at(-1) ?? '');
  const other = useQuery({ ...versionQuery(chosen), enabled: chosen !== '' });
  return (
    <section aria-labelledby="comparison-title">
      <h2 id="comparison-title">{t('questionnaire.compare')}</h2>
      <label className="field">
        <span>{t('questionnaire.compare.with')}</span>
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {versions.map((version) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      </label>
      {other.error && <Failure error={other.error} onRetry={() => void other.refetch()} />}
      {other.isLoading && <Loading />}
      {other.data && <Difference before={other.data} after={questionnaire} />}
    </section>
  );
};

const Difference = ({ before, after }: { readonly before: Questionnaire; readonly after: Questionnaire }) => {
  const t = useTexts();
  const { added, gone, renamed, moved, changed } = questionnaireDifference(before, after);
  const sections = [
    [t('questionnaire.added'), added.map(partText)],
    [t('questionnaire.gone'), gone.map(partText)],
    [t('questionnaire.renamed'), renamed.map(renamedText)],
    [t('questionnaire.moved'), moved.map(changeText)],
    [t('questionnaire.changed'), changed.map(changeText)],
  ] as const;
  const all = sections.filter(([, lines]) => lines.length > 0);
  if (all.length === 0) return <p className="empty">{t('questionnaire.same')}</p>;
  return all.map(([title, lines]) => <Lines key={title} title={title} lines={lines} />);

  function partText({ kind, ...part }: PartTitle): string {
    return `${t(`questionnaire.part.${kind}`)}: ${titleOf(part)}`;
  }
  function changeText({ after }: PartChange): string {
    return partText(after);
  }
  function renamedText({ before, after }: PartChange): string {
    return `${partText(before)} → ${titleOf(after)}`;
  }
};

const Lines = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) => {
  const id = useId();
  return (
    <>
      <h3 id={id}>
        {title} ({lines.length})
      </h3>
      <ul aria-labelledby={id}>
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </>
  );
};
