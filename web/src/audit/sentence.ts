import type { AnswerField } from '../../../src/questionnaire/answer.js';
import type { Questionnaire, Titled } from '../../../src/questionnaire/questionnaire.js';
import type { Actor, FieldChange, HistoryItem, Place } from '../api/types.js';
import { fieldKeys, rowTitles } from '../form/columns.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, titleOf, worded, type TextKey } from '../i18n/language.js';

export const eventTypes = [
  'AnswerRecorded',
  'RowAdded',
  'RowRemoved',
  'AspectSaved',
  'LaoCertified',
  'LaoReturned',
  'ProvinceCertified',
  'ProvinceCertificationRevoked',
  'ProvinceEnrolled',
  'LaoEnrolled',
  'LaoWithdrawn',
  'LaoRenamed',
  'LaoMoved',
  'CampaignOpened',
  'CampaignWidened',
  'CampaignExtended',
  'CampaignClosed',
] as const;

/** The name from outside the log; without one the act stays the office's. */
export const actorName = ({ name, role }: Actor): string =>
  name ?? (role === 'system' ? worded('role.system') : worded('audit.nameless'));

/** "นาย … บันทึกคำตอบ “…”" */
export const sentenceOf = ({ actor, type, row, aspect, lao, data }: HistoryItem): string =>
  worded(`sentence.${type}` as TextKey, {
    who: actorName(actor),
    row: row ? titleOf(row) : '',
    aspect: aspect ? titleOf(aspect) : '',
    lao: lao?.name ?? '',
    ...rosterWords(data),
  });

/** Of a roster's events: how many LAOs or provinces, how an LAO is called now, and which LAO took its place. */
const rosterWords = (data: HistoryItem['data']) => {
  const list = data['laos'] ?? data['provinces'];
  const lao = data['lao'] as Place | undefined;
  return {
    count: Array.isArray(list) ? list.length : typeof list === 'number' ? list : '',
    name: textOf(data['name'] ?? lao?.name, ''),
    district: (data['district'] as Place | undefined)?.name ?? '',
    successor: textOf(data['successorCode'], '–'),
  };
};

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

interface NotedRow {
  readonly rowId: string;
  readonly note?: string | null;
}

export interface ChangeText {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The rows that a return named, with what the province noted of each; none for any other event. */
export const returnedRows = ({ type, data }: Pick<HistoryItem, 'type' | 'data'>): readonly NotedRow[] =>
  type === 'LaoReturned' ? ((data['rows'] ?? []) as readonly NotedRow[]) : [];

/** What has to be corrected, a row a line. */
export const returnTexts = (questionnaire: Questionnaire, item: HistoryItem): readonly string[] => {
  const titles = rowTitles(questionnaire);
  return returnedRows(item).map(({ rowId, note }) => {
    const row = titles.get(rowId) ?? worded('return.row-added');
    return note ? worded('audit.returned-row-note', { row, note }) : worded('audit.returned-row', { row });
  });
};

/** One change in words: the column, what stood there, what stands there. */
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

/** What the ids of a list stand for; texts stand for themselves. */
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
