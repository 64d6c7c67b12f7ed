import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { CellChange, Deed, SurveyDifference } from '../api/types.js';
import { contentText, rowTitles } from '../answers/answer-text.js';
import { fieldKeys } from '../answers/fields.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf } from '../i18n/language.js';
import { ThaiText } from '../ui/thai-text.js';
import { StatusBadge } from '../ui/state.js';
import { useTexts } from './texts.js';

interface DifferenceProps {
  readonly difference: SurveyDifference;
  readonly questionnaire: Questionnaire;
}

/** What changed in one survey: its status, its rows, and cell by cell, old → new, by whom and when last. */
export const DifferenceView = ({ difference, questionnaire }: DifferenceProps) => {
  const t = useTexts();
  const { cells, rowsAdded, rowsRemoved, rowsRenamed, aspectsSaved, statusChanges } = difference;
  const aspectTitle = (id: string): string => {
    const aspect = questionnaire.aspects.find((each) => each.id === id);
    return aspect ? t('aspect.heading', { number: aspect.number, title: titleOf(aspect) }) : id;
  };
  const events = [
    ...statusChanges.map((each) => ({
      ...each,
      text: `${t(`event.${each.type}`)}${each.reason ? ` — ${each.reason}` : ''}`,
    })),
    ...rowsAdded.map((each) => ({ ...each, text: `${t('event.RowAdded')} — ${each.title}` })),
    ...rowsRemoved.map((each) => ({ ...each, text: `${t('event.RowRemoved')} — ${each.title}` })),
    ...rowsRenamed.map((each) => ({
      ...each,
      text: `${t('event.RowRenamed')} — ${each.before} → ${each.after}`,
    })),
    ...aspectsSaved.map((each) => ({
      ...each,
      text: `${t('event.AspectSaved')} — ${aspectTitle(each.aspectId)}`,
    })),
  ].toSorted((a, b) => (BigInt(a.position) < BigInt(b.position) ? -1 : 1));
  if (events.length + cells.length === 0) return <p className="empty">{t('difference.none')}</p>;
  return (
    <>
      <p>
        <StatusBadge status={difference.statusBefore} /> <span aria-hidden="true">→</span>
        <span className="visually-hidden">{t('difference.to')}</span>{' '}
        <StatusBadge status={difference.statusAfter} />
      </p>
      {events.length > 0 && (
        <ol className="feed">
          {events.map((each) => (
            <li key={`${each.position} ${each.text}`}>
              <time dateTime={each.at}>{dateTime(each.at)}</time> {each.text} · <Who deed={each} />
            </li>
          ))}
        </ol>
      )}
      {cells.length > 0 && <Cells cells={cells} questionnaire={questionnaire} />}
    </>
  );
};

const Cells = ({
  cells,
  questionnaire,
}: {
  readonly cells: readonly CellChange[];
  readonly questionnaire: Questionnaire;
}) => {
  const t = useTexts();
  const titles = rowTitles(questionnaire);
  return (
    <table className="data-table cards difference-cells">
      <caption>{t('difference.cells', { count: cells.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('col.service')}</th>
          <th scope="col">{t('difference.field')}</th>
          <th scope="col">{t('difference.before')}</th>
          <th scope="col">{t('difference.after')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col">{t('audit.time')}</th>
        </tr>
      </thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={`${cell.rowId} ${cell.field}`}>
            <th scope="row" data-label={t('col.service')}>
              {titles.get(cell.rowId) ?? cell.title}
            </th>
            <td data-label={t('difference.field')}>{t(fieldKeys[cell.field])}</td>
            <td data-label={t('difference.before')}>
              <del>{contentText(questionnaire, cell.rowId, cell.field, cell.before)}</del>
            </td>
            <td data-label={t('difference.after')}>
              <ins>{contentText(questionnaire, cell.rowId, cell.field, cell.after)}</ins>
            </td>
            <td data-label={t('audit.who')}>
              <Who deed={cell} />
            </td>
            <td data-label={t('audit.time')} className="when">
              {dateTime(cell.at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Who = ({ deed: { by } }: { readonly deed: Deed }) => {
  const t = useTexts();
  return (
    <span>
      <ThaiText>{t(`role.${by.role}`)}</ThaiText>{' '}
      <span className="place">
        <ThaiText>{by.name ?? by.sub}</ThaiText>
      </span>
    </span>
  );
};
