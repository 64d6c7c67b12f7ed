import type { Answer } from '../../../../src/questionnaire/answer.js';
import type { Aspect, Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { formatCount, titleOf, useTexts } from '../../i18n/language.js';

interface AspectSummary {
  readonly aspect: Aspect;
  readonly rows: number;
  readonly has: number;
  readonly users: number;
}

/** The answers of each aspect in numbers. */
export const summaryOf = (
  questionnaire: Questionnaire,
  answersOf: (aspectId: string) => readonly (Answer | null)[],
): readonly AspectSummary[] =>
  questionnaire.aspects.map((aspect) => {
    const answers = answersOf(aspect.id);
    const has = answers.filter((answer) => answer?.hasEService);
    const users = has.reduce((sum, answer) => sum + (answer?.yearlyUsers ?? 0), 0);
    return { aspect, rows: answers.length, has: has.length, users };
  });

interface SummaryTableProps {
  readonly caption: string;
  readonly aspects: readonly AspectSummary[];
}

export const SummaryTable = ({ caption, aspects }: SummaryTableProps) => {
  const t = useTexts();
  return (
    <table className="data-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('form.aspects')}</th>
          <th scope="col" className="number">
            {t('certify.rows')}
          </th>
          <th scope="col" className="number">
            {t('col.has.yes')}
          </th>
          <th scope="col" className="number">
            {t('col.has.no')}
          </th>
          <th scope="col" className="number">
            {t('certify.users')}
          </th>
        </tr>
      </thead>
      <tbody>
        {aspects.map(({ aspect, rows, has, users }) => (
          <tr key={aspect.id}>
            <th scope="row">
              {aspect.number}. {titleOf(aspect)}
            </th>
            <td className="number">{rows}</td>
            <td className="number">{has}</td>
            <td className="number">{rows - has}</td>
            <td className="number">{formatCount(users)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
