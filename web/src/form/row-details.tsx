import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../src/questionnaire/answer.js';
import { api } from '../api/calls.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts, type TextKey } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Failure, Loading } from '../ui/failure.js';
import { cellText, fieldKeys, rowTitles } from './columns.js';
import { useForm, useRow } from './context.js';
import { cellFields, draftOf } from './draft.js';
import type { DraftOwner } from './drafts-db.js';

interface RowDetailsProps {
  readonly owner: DraftOwner;
  readonly rowId: string;
  readonly onClose: () => void;
}

/** What makes this row incomplete, and who changed what and when. */
export const RowDetails = ({ owner, rowId, onClose }: RowDetailsProps) => {
  const t = useTexts();
  const { store } = useForm();
  const view = useRow(rowId);
  const history = useQuery({
    queryKey: ['history', owner.year, owner.lao, 'row', rowId],
    queryFn: () => api.history(owner.year, owner.lao, 1, 200),
  });
  if (!view) return null;
  const events = history.data?.items.filter(({ data }) => data['rowId'] === rowId) ?? [];
  const line = (answer: Answer | null): string =>
    cellFields
      .map((field) => cellText(store.questionnaire, view.row, draftOf(answer), field))
      .filter(Boolean)
      .join(' · ') || t('conflict.empty');
  return (
    <Dialog
      title={rowTitles(store.questionnaire).get(rowId) ?? view.row.title}
      onClose={onClose}
      wide
      actions={
        <button className="button button-primary" onClick={onClose}>
          {t('common.close')}
        </button>
      }
    >
      <p>
        {view.missing.length === 0
          ? t('details.complete')
          : t('details.missing', { fields: view.missing.map((field) => t(fieldKeys[field])).join(', ') })}
      </p>
      <h3>{t('audit.history')}</h3>
      {history.error && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <Loading />}
      {history.data && events.length === 0 && <p>{t('details.no-history')}</p>}
      <ol className="feed">
        {events.map((event) => (
          <li key={event.position}>
            <time dateTime={event.at}>{dateTime(event.at)}</time> {t(`event.${event.type}` as TextKey)}
            {event.type === 'AnswerRecorded' && <div>{line(event.data['answer'] as Answer | null)}</div>}
          </li>
        ))}
      </ol>
    </Dialog>
  );
};
