import { useQuery } from '@tanstack/react-query';
import { missingFields, questionsOf, type Answer } from '../../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { FormRow, HistoryItem, ReturnedRow, SurveyForm } from '../../api/types.js';
import { notedRows } from '../../history/sentence.js';
import { dateTime } from '../../i18n/dates.js';
import { useTexts } from '../../i18n/language.js';
import { Failure, Loading } from '../../ui/failure.js';
import { SidePanel } from '../../ui/side-panel.js';
import { answerText, cellText, rowTitles, shortName } from '../../answers/answer-text.js';
import { fieldKeys } from '../../answers/fields.js';
import { cellFields, draftOf, sameCell } from '../../answers/draft.js';
import { lastYearAnswer } from './last-year.js';
import { ReturnedNote } from '../returns/return-notice.js';
import { historyQuery } from '../use-changes.js';
import { useLastYear } from './use-last-year.js';

interface RowDetailsProps {
  readonly form: SurveyForm;
  readonly questionnaire: Questionnaire;
  readonly row: FormRow;
  /** As it is on the screen, saved or not. */
  readonly answer: Answer | null;
  readonly returned: ReturnedRow | undefined;
  readonly onClose: () => void;
}

/** What makes this row incomplete, what it was last year, and who changed what and when. */
export const RowDetails = ({ form, questionnaire, row, answer, returned, onClose }: RowDetailsProps) => {
  const t = useTexts();
  const missing = missingFields(questionsOf(questionnaire, row), answer);
  return (
    <SidePanel title={rowTitles(questionnaire).get(row.id) ?? row.title} onClose={onClose}>
      <ReturnedNote row={returned} />
      <p>
        {missing.length === 0
          ? t('details.complete')
          : t('details.missing', {
              fields: missing.map((field) => shortName(t(fieldKeys[field]))).join(', '),
            })}
      </p>
      <LastYear form={form} questionnaire={questionnaire} row={row} />
      <h3>{t('audit.history')}</h3>
      <RowHistory form={form} questionnaire={questionnaire} row={row} />
    </SidePanel>
  );
};

type OfRow = Pick<RowDetailsProps, 'form' | 'questionnaire' | 'row'>;

const LastYear = ({ form, questionnaire, row }: OfRow) => {
  const t = useTexts();
  const { held, forms: last } = useLastYear(form, true);
  if (!held) return null;
  const source = last.data?.[0];
  const answer = source && lastYearAnswer(source, row);
  return (
    <>
      <h3>{t('details.last-year', { year: form.fiscalYear - 1 })}</h3>
      {last.isPending && <Loading />}
      {last.error && <Failure error={last.error} onRetry={() => void last.refetch()} />}
      {source && <p>{answerText(questionnaire, row, answer ?? null)}</p>}
    </>
  );
};

const RowHistory = ({ form, questionnaire, row }: OfRow) => {
  const t = useTexts();
  const history = useQuery(historyQuery(form));
  if (history.error) return <Failure error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Loading />;
  const noteOf = (event: HistoryItem) => notedRows(event).find(({ rowId }) => rowId === row.id);
  const events = history.data.filter(
    (event) => ('rowId' in event.data && event.data.rowId === row.id) || noteOf(event),
  );
  if (events.length === 0) return <p>{t('details.no-history')}</p>;
  const answers = events.filter((event) => event.type === 'AnswerRecorded');
  return (
    <ol className="feed">
      {events.map((event) => (
        <li key={event.position}>
          <time dateTime={event.at}>{dateTime(event.at)}</time> {t(`event.${event.type}`)}{' '}
          <span className="place">
            {t(`role.${event.actor.role}`)} {event.actor.name ?? event.actor.sub}
          </span>
          {noteOf(event)?.note && <p className="reason">{noteOf(event)?.note}</p>}
          {event.type === 'AnswerRecorded' && (
            <CellChanges
              questionnaire={questionnaire}
              row={row}
              before={answers[answers.indexOf(event) + 1]}
              after={event}
            />
          )}
        </li>
      ))}
    </ol>
  );
};

type Recorded = Extract<HistoryItem, { readonly type: 'AnswerRecorded' }>;

interface CellChangesProps extends Pick<OfRow, 'questionnaire' | 'row'> {
  readonly before: Recorded | undefined;
  readonly after: Recorded;
}

/** Old → new, cell by cell. */
const CellChanges = ({ questionnaire, row, before, after }: CellChangesProps) => {
  const t = useTexts();
  const [old, now] = [draftOf(before?.data.answer ?? null), draftOf(after.data.answer)];
  const text = (of: typeof old, field: (typeof cellFields)[number]): string =>
    cellText(questionnaire, row, of, field) || t('conflict.empty');
  return (
    <ul className="cell-changes">
      {cellFields
        .filter((field) => !sameCell(old, now, field))
        .map((field) => (
          <li key={field}>
            {shortName(t(fieldKeys[field]))}: <del>{text(old, field)}</del> <span aria-hidden="true">→</span>{' '}
            <ins>{text(now, field)}</ins>
          </li>
        ))}
    </ul>
  );
};
