import type { Answer } from '../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { HistoryItem, SurveyForm } from '../api/types.js';
import { cellText, rowTitles } from '../form/columns.js';
import { cellFields, draftOf } from '../form/draft.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf, useTexts, type TextKey } from '../i18n/language.js';
import { DataTable } from '../ui/data-table.js';

interface FeedProps {
  readonly items: readonly HistoryItem[];
  readonly questionnaire: Questionnaire;
  readonly form: SurveyForm | undefined;
  readonly onShow: (revision: string) => void;
}

/** One line an event: when, who, what. */
export const Feed = ({ items, questionnaire, form, onShow }: FeedProps) => {
  const t = useTexts();
  const titles = rowTitles(questionnaire);
  const rows = new Map(form?.aspects.flatMap((aspect) => aspect.rows.map((row) => [row.id, row] as const)));
  const what = ({ data, type }: HistoryItem): string => {
    const rowId = typeof data['rowId'] === 'string' ? data['rowId'] : undefined;
    const aspect = questionnaire.aspects.find(({ id }) => id === data['aspectId']);
    const title = data['title'] ?? (rowId && (titles.get(rowId) ?? rows.get(rowId)?.title));
    const parts = [
      aspect && t('aspect.heading', { number: aspect.number, title: titleOf(aspect) }),
      title,
      data['reason'],
    ];
    if (type === 'AnswerRecorded') {
      const row = rowId ? rows.get(rowId) : undefined;
      const draft = draftOf(data['answer'] as Answer | null);
      const answer = row
        ? cellFields
            .map((field) => cellText(questionnaire, row, draft, field))
            .filter(Boolean)
            .join(' · ')
        : JSON.stringify(data['answer']);
      parts.push(answer || t('conflict.empty'));
    }
    return parts.filter(Boolean).join(' — ');
  };
  if (items.length === 0) return <p className="empty">{t('details.no-history')}</p>;
  return (
    <DataTable
      caption={t('audit.history')}
      columns={[t('audit.time'), t('audit.event'), t('audit.what'), t('audit.who'), t('audit.hash')]}
    >
      {items.map((item) => (
        <tr key={`${item.stream} ${item.revision}`}>
          <td className="when" data-label={t('audit.time')}>
            {dateTime(item.at)}
          </td>
          <th scope="row" data-label={t('audit.event')}>
            {t(`event.${item.type}` as TextKey)}
          </th>
          <td data-label={t('audit.what')}>{what(item)}</td>
          <td data-label={t('audit.who')}>
            {t(`role.${item.actor.role}` as TextKey)}{' '}
            <span className="place">{item.actor.name ?? item.actor.sub}</span>
          </td>
          <td data-label={t('audit.hash')}>
            <code title={item.hash}>{item.hash.slice(0, 10)}</code>
          </td>
          <td>
            {item.stream.startsWith('survey') && (
              <button
                type="button"
                className="button"
                aria-label={`${t('audit.show-at')} ${item.revision}`}
                onClick={() => onShow(item.revision)}
              >
                {t('audit.show-at')}
              </button>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
};
