import type { AnswerField } from '../../../src/questionnaire/answer.js';
import type { Questionnaire, Titled } from '../../../src/questionnaire/questionnaire.js';
import type { Actor, FieldChange, HistoryItem } from '../api/types.js';
import { fieldKeys, rowTitles } from '../answers/answer-text.js';
import type { ReturnedRow as NotedRow } from '../../../src/events/province-events.js';
import { dateTime } from '../i18n/dates.js';
import { eventTexts } from './events.js';
import { formatCount, titleOf, worded } from '../i18n/language.js';

/** The person's name, which the log does not hold; without one, a word for the office. */
export const actorName = ({ name, role }: Actor): string =>
  name ?? (role === 'system' ? worded('role.system') : worded('audit.nameless'));

/** "นาย … บันทึกคำตอบ “…”" */
export const sentenceOf = ({ actor, type, row, aspect, lao, data }: HistoryItem): string =>
  worded(eventTexts[type].sentence, {
    who: actorName(actor),
    row: row ? titleOf(row) : '',
    aspect: aspect ? titleOf(aspect) : '',
    lao: lao?.name ?? '',
    count: 'laos' in data ? data.laos.length : '',
  });

export interface ChangeText {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The rows that a return named, with the province's notes; none for other events. */
export const returnedRows = (event: HistoryItem): readonly NotedRow[] =>
  event.type === 'LaoReturned' ? event.data.rows : [];

/** What has to be corrected, one line for each row. */
export const returnTexts = (questionnaire: Questionnaire, item: HistoryItem): readonly string[] => {
  const titles = rowTitles(questionnaire);
  return returnedRows(item).map(({ rowId, note }) => {
    const row = titles.get(rowId) ?? worded('return.row-added');
    return note ? worded('audit.returned-row-note', { row, note }) : worded('audit.returned-row', { row });
  });
};

/** Each change in words: the column, the old value, the new value. */
export const changeTexts = (
  questionnaire: Questionnaire,
  { changes, row }: Pick<HistoryItem, 'changes' | 'row'>,
): readonly ChangeText[] =>
  changes.map((change) => ({
    field: change.field === 'closesAt' ? worded('campaign.closes') : worded(fieldKeys[change.field]),
    before: valueText(questionnaire, row?.id, change.field, change.before),
    after: valueText(questionnaire, row?.id, change.field, change.after),
  }));

const valueText = (
  questionnaire: Questionnaire,
  rowId: string | undefined,
  field: FieldChange['field'],
  value: FieldChange['before'],
): string => {
  if (value === null) return worded('conflict.empty');
  if (typeof value === 'object') {
    const titles = offered(questionnaire, rowId, field);
    return value.map((id) => titleIn(titles, id)).join(', ') || worded('conflict.empty');
  }
  if (field === 'hasEService') return worded(value === true ? 'col.has.yes' : 'col.has.no');
  if (field === 'isNeeded') return worded(value === true ? 'col.needed.yes' : 'col.needed.no');
  if (field === 'yearlyUsers') return formatCount(Number(value));
  return field === 'closesAt' ? dateTime(String(value)) : String(value);
};

/** The titles of the ids in a list field; other fields have none. */
const offered = (
  questionnaire: Questionnaire,
  rowId: string | undefined,
  field: AnswerField | 'closesAt',
): readonly Titled[] => {
  if (field === 'steps') return questionnaire.processSteps;
  if (field === 'channels') return questionnaire.channels;
  if (field !== 'choices') return [];
  const rows = questionnaire.aspects.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  return rows.find(({ id }) => id === rowId)?.choices ?? [];
};

const titleIn = (titles: readonly Titled[], id: string): string => {
  const found = titles.find((title) => title.id === id);
  return found ? titleOf(found) : id;
};
