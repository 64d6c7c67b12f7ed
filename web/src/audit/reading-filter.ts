import type { Reading } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { isTextKey, worded, type TextKey } from './texts.js';

const labels: Readonly<Record<string, TextKey>> = {
  at: 'readings.filter.at',
  time: 'readings.filter.at',
  revision: 'readings.filter.revision',
  position: 'readings.filter.position',
  from: 'difference.from',
  to: 'difference.to',
  sub: 'people.sub',
  type: 'readings.filter.type',
  kind: 'readings.what',
  aspect: 'questionnaire.aspect',
  row: 'audit.row',
  lao: 'list.lao',
  province: 'list.province',
  fiscalYear: 'list.fiscal-year',
  format: 'readings.filter.format',
};

/** The conditions of a reading in words. A parameter of a later version shows its own name. */
export const filterTexts = ({ filter }: Pick<Reading, 'filter'>): readonly string[] =>
  Object.entries(filter).map(([name, value]) => {
    const label = labels[name];
    return `${label ? worded(label) : name} ${valueText(name, value)}`;
  });

const valueText = (name: string, value: string): string => {
  const key = { type: `event.${value}`, kind: `reading.${value}` }[name];
  if (key !== undefined && isTextKey(key)) return worded(key);
  return /^\d{4}-\d{2}-\d{2}T.+Z$/.test(value) ? dateTime(value) : value;
};
