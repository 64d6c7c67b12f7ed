import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { Actor, FieldChange, HistoryItem } from '../api/types.js';
import { contentText, rowTitles, shortName } from '../answers/answer-text.js';
import { fieldKeys } from '../answers/fields.js';
import type { ReturnedRow as NotedRow } from '../../../src/events/province-events.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf, worded } from '../i18n/language.js';

/** The person's name, which the log does not hold; without one, a word for the office. */
export const actorName = ({ name, role }: Actor): string =>
  name ?? (role === 'system' ? worded('role.system') : worded('audit.nameless'));

/** "นาย … บันทึกคำตอบ “…”" */
export const sentenceOf = ({ actor, type, row, aspect, lao, data }: HistoryItem): string =>
  worded(`sentence.${type}`, {
    who: actorName(actor),
    row: row ? titleOf(row) : '',
    aspect: aspect ? titleOf(aspect) : '',
    lao: lao?.name ?? '',
    version: 'version' in data ? data.version : '',
    note: 'note' in data ? data.note : '',
    ...rosterWords(data),
  });

/** Of a roster's events: how many LAOs or provinces, the new name of an LAO, its district, and its successor. */
const rosterWords = (data: HistoryItem['data']) => ({
  count: countIn(data),
  name: nameIn(data),
  district: 'district' in data ? (data.district?.name ?? '') : '',
  successor: 'successorCode' in data ? (data.successorCode ?? '–') : '',
});

const countIn = (data: HistoryItem['data']): number | string => {
  if ('laos' in data) return typeof data.laos === 'number' ? data.laos : data.laos.length;
  return 'provinces' in data ? data.provinces.length : '';
};

const nameIn = (data: HistoryItem['data']): string => {
  if ('lao' in data) return data.lao.name;
  return 'name' in data ? data.name : '';
};

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
    field:
      change.field === 'closesAt' ? worded('campaign.closes') : shortName(worded(fieldKeys[change.field])),
    before: valueText(questionnaire, row?.id, change, change.before),
    after: valueText(questionnaire, row?.id, change, change.after),
  }));

const valueText = (
  questionnaire: Questionnaire,
  rowId: string | undefined,
  { field }: FieldChange,
  value: FieldChange['before'],
): string => {
  if (field !== 'closesAt') return contentText(questionnaire, rowId, field, value);
  return value === null ? worded('conflict.empty') : dateTime(String(value));
};
