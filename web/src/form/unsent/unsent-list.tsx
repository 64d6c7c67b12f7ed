import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { draftText, rowTitles } from '../../answers/answer-text.js';
import type { SurveyForm } from '../../api/types.js';
import type { UnsentRow } from '../../drafts/record.js';
import { dateTime } from '../../i18n/dates.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { announce } from '../../ui/toasts.js';

/** What the list shows of an unsent row. A row that is open in the form has no time of its own. */
export interface ListedRow {
  readonly id: string;
  readonly aspectId: string;
  readonly rowId: string;
  readonly draft: UnsentRow['draft'];
  readonly at: string | null;
}

export const listed = (rows: readonly UnsentRow[]): readonly ListedRow[] =>
  rows.map(({ page, version, aspectId, rowId, draft, at }) => ({
    id: `${page} ${version}`,
    aspectId,
    rowId,
    draft,
    at,
  }));

interface UnsentListProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly rows: readonly ListedRow[];
}

interface Line {
  readonly id: string;
  readonly aspect: string;
  readonly title: string;
  readonly text: string;
  readonly at: string;
}

/** Rows that the server does not have, in words. They can be read, copied and printed when no form can be filled. */
export const UnsentList = ({ form, questionnaire, rows }: UnsentListProps) => {
  const t = useTexts();
  const titles = rowTitles(questionnaire);
  const lines = rows.map((unsent): Line => {
    const aspect = questionnaire.aspects.find(({ id }) => id === unsent.aspectId);
    const row = form.aspects.flatMap((each) => each.rows).find(({ id }) => id === unsent.rowId);
    return {
      id: unsent.id,
      aspect: aspect ? t('aspect.heading', { number: aspect.number, title: titleOf(aspect) }) : '',
      title: titles.get(unsent.rowId) ?? row?.title ?? t('unsent.row-gone'),
      text: draftText(questionnaire, row ?? {}, unsent.draft),
      at: unsent.at === null ? '' : dateTime(unsent.at),
    };
  });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(
      lines.map(({ aspect, title, text, at }) => [aspect, title, text, at].join('\t')).join('\n'),
    );
    announce(t('unsent.copied', { count: lines.length }));
  };
  return (
    <>
      <table className="data-table unsent-rows">
        <caption className="visually-hidden">{t('unsent.title', { count: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('col.service')}</th>
            <th scope="col">{t('unsent.value')}</th>
            <th scope="col">{t('unsent.when')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, aspect, title, text, at }) => (
            <tr key={id}>
              <th scope="row">
                {title} <small className="place">{aspect}</small>
              </th>
              <td>
                <span className="badge badge-returned">
                  <Icon name="pencil" /> {t('unsent.badge')}
                </span>{' '}
                {text}
              </td>
              <td className="when">{at}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="button screen-only" onClick={() => void copy()}>
        {t('unsent.copy')}
      </button>
    </>
  );
};
