import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { questionnaireQuery } from '../../api/queries.js';
import type { Me, Return, ReturnedRow, SurveyForm } from '../../api/types.js';
import { dateTime } from '../../i18n/dates.js';
import { useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { rowTitles } from '../../answers/answer-text.js';

/**
 * The return to show. The LAO's own staff see it until they certify again. Reviewers also see it afterwards, to check that what it named
 * was corrected.
 */
export const returnFor = (form: SurveyForm, role: Me['role']): Return | null =>
  form.status === 'returned' || role !== 'lao' ? form.lastReturn : null;

/** By row, for the tables. */
export const returnedRowsOf = (returned: Return | null): ReadonlyMap<string, ReturnedRow> =>
  new Map(returned?.rows.map((row) => [row.rowId, row]));

/** Why the province sent the form back, and a link to each row that it named. */
export const ReturnNotice = ({ form, role }: { readonly form: SurveyForm; readonly role: Me['role'] }) => {
  const t = useTexts();
  const returned = returnFor(form, role);
  if (!returned) return null;
  const isLatest = form.status === 'returned';
  return (
    <div className={isLatest ? 'notice notice-bad' : 'notice'}>
      <Icon name="returned" />
      <div className="notice-text">
        <strong>{isLatest ? t('form.returned') : t('return.before', { time: dateTime(returned.at) })}</strong>{' '}
        <span className="reason">{returned.reason}</span>
        <Reply text={returned.reply} />
        <ReturnedRows form={form} rows={returned.rows} />
      </div>
    </div>
  );
};

interface ReturnedRowsProps {
  readonly form: SurveyForm;
  readonly rows: readonly ReturnedRow[];
  readonly onFollow?: () => void;
}

/** The rows that a return named, each with a link, its note, and whether its answer has changed since. */
export const ReturnedRows = ({ form, rows, onFollow }: ReturnedRowsProps) => {
  const t = useTexts();
  const questionnaire = useQuery(questionnaireQuery(form.fiscalYear));
  const titles = questionnaire.data && rowTitles(questionnaire.data);
  if (rows.length === 0) return null;
  return (
    <ul className="returned-rows">
      {rows.map((row) => {
        const aspect = form.aspects.find((item) => item.rows.some(({ id }) => id === row.rowId));
        const title = aspect?.rows.find(({ id }) => id === row.rowId)?.title;
        return (
          <li key={row.rowId}>
            {aspect ? (
              <Link
                to={`/surveys/${form.fiscalYear}/${form.lao.code}/${aspect.id}`}
                state={{ row: row.rowId }}
                {...(onFollow && { onClick: onFollow })}
              >
                {titles?.get(row.rowId) ?? title}
              </Link>
            ) : (
              t('return.row-removed')
            )}
            {row.note && `: ${row.note}`} <Corrected row={row} /> <Reply text={row.reply} />
          </li>
        );
      })}
    </ul>
  );
};

/** At the row itself; nothing for a row that no return named. */
export const ReturnedNote = ({ row }: { readonly row: ReturnedRow | undefined }) => {
  const t = useTexts();
  if (!row) return null;
  return (
    <div className="row-note">
      <Icon name="returned" /> {t('return.flag')}
      {row.note && `: ${row.note}`} <Corrected row={row} /> <Reply text={row.reply} />
    </div>
  );
};

/** Why the LAO left its answer as it is. */
const Reply = ({ text }: { readonly text: string | null }) => {
  const t = useTexts();
  return text !== null && <span className="reply">{t('return.reply', { note: text })}</span>;
};

const Corrected = ({ row }: { readonly row: ReturnedRow }) => {
  const t = useTexts();
  return row.changed ? (
    <span className="badge badge-complete">
      <Icon name="complete" /> {t('return.corrected')}
    </span>
  ) : (
    <span className="badge badge-incomplete">
      <Icon name="not-started" /> {t('return.not-corrected')}
    </span>
  );
};
