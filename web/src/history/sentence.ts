import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { Actor, FieldChange, HistoryItem } from '../api/types.js';
import { contentText, rowTitles, shortName } from '../answers/answer-text.js';
import { fieldKeys } from '../answers/fields.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf, titleOf, worded } from '../i18n/language.js';

/** The person's name, which the log does not hold; without one, a word for the office. */
export const actorName = ({ name, role }: Actor): string =>
  name ?? (role === 'system' ? worded('role.system') : worded('audit.nameless'));

/** "นาย … บันทึกคำตอบ “…”" */
export const sentenceOf = ({ actor, type, row, aspect, lao, data }: HistoryItem): string =>
  worded(`sentence.${type}`, {
    who: actorName(actor),
    row: row ? titleOf(row) : '',
    aspect: aspect ? titleOf(aspect) : '',
    lao: lao ? nameOf(lao) : '',
    version: 'version' in data ? data.version : '',
    note: 'note' in data ? data.note : '',
    ...rosterWords(data),
  });

/** Of a roster's events: how many LAOs or provinces, the new name of an LAO, its district, and its successor. */
const rosterWords = (data: HistoryItem['data']) => ({
  count: countIn(data),
  name: nameIn(data),
  district: 'district' in data && data.district ? nameOf(data.district) : '',
  successor: 'successorCode' in data ? (data.successorCode ?? '–') : '',
});

const countIn = (data: HistoryItem['data']): number | string => {
  if ('laos' in data) return typeof data.laos === 'number' ? data.laos : data.laos.length;
  return 'provinces' in data ? data.provinces.length : '';
};

const nameIn = (data: HistoryItem['data']): string => {
  if ('lao' in data) return nameOf(data.lao);
  return 'name' in data ? nameOf(data) : '';
};

export interface ChangeText {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The rows that a return named, with the province's notes, or those that the LAO left as they are, with its own. */
export const notedRows = (event: HistoryItem): readonly NotedRow[] => {
  if (event.type === 'LaoReturned') return event.data.rows;
  return event.type === 'LaoCertified' ? event.data.notes : [];
};

/** What has to be corrected, or why it was not: one line for each row. */
export const noteTexts = (questionnaire: Questionnaire, item: HistoryItem): readonly string[] => {
  const titles = rowTitles(questionnaire);
  return notedRows(item).map(({ rowId, note }) => {
    const row =
      rowId === null ? worded('objections.whole') : (titles.get(rowId) ?? worded('return.row-added'));
    if (item.type === 'LaoCertified') return worded('audit.reply', { row, note: note ?? '' });
    return note ? worded('audit.returned-row-note', { row, note }) : worded('audit.returned-row', { row });
  });
};

interface NotedRow {
  /** Null for the survey as a whole. */
  readonly rowId: string | null;
  readonly note?: string;
}

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
