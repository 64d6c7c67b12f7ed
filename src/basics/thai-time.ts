import { toArabicDigits } from './count.js';

/** Asia/Bangkok has UTC+7 without daylight saving since 1920, so neither server nor browser needs time zone data. */
const BANGKOK_OFFSET_MS = 7 * 60 * 60 * 1000;
/** พ.ศ. = ค.ศ. + 543, added only for display: leap days follow the Gregorian year. */
export const BUDDHIST_ERA = 543;
/** A smaller year is a Gregorian year (ค.ศ.) typed by mistake, and a Gregorian year from here on a Buddhist one. */
export const FIRST_PLAUSIBLE_YEAR = 2400;

/** `07/11/2565 16:29:30`: Bangkok time, Buddhist era, Arabic digits. */
export const formatBuddhist = (date: Date, withTime = true): string => {
  const local = inBangkok(date);
  const day = [two(local.getUTCDate()), two(local.getUTCMonth() + 1), local.getUTCFullYear() + BUDDHIST_ERA];
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two);
  return withTime ? `${day.join('/')} ${time.join(':')}` : day.join('/');
};

const MONTHS = [
  'มกราคม',
  'กุมภาพันธ์',
  'มีนาคม',
  'เมษายน',
  'พฤษภาคม',
  'มิถุนายน',
  'กรกฎาคม',
  'สิงหาคม',
  'กันยายน',
  'ตุลาคม',
  'พฤศจิกายน',
  'ธันวาคม',
];

/** `7 พฤศจิกายน พ.ศ. 2565 เวลา 16:29:30 น.`: the form of official documents. */
export const formatOfficial = (date: Date): string => {
  const local = inBangkok(date);
  const month = MONTHS[local.getUTCMonth()]!;
  const [, time] = formatBuddhist(date).split(' ');
  return `${local.getUTCDate()} ${month} พ.ศ. ${local.getUTCFullYear() + BUDDHIST_ERA} เวลา ${time} น.`;
};

/** What a day without a time means: as a beginning its first instant, as an end or a closing its last. */
export type DayEdge = 'start' | 'end';

const DAY_MS = 24 * 60 * 60 * 1000;
const edgeMs: Readonly<Record<DayEdge, number>> = { start: 0, end: DAY_MS - 1 };

/** The first or last millisecond of a day of Bangkok, such as `2026-11-26`. Undefined if there is no such day. */
export const edgeOfDay = (day: string, edge: DayEdge): Date | undefined => {
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  // 30 February would become a day of March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  return new Date(midnight - BANGKOK_OFFSET_MS + edgeMs[edge]);
};

/**
 * Reads what `formatBuddhist` prints, also with Thai digits or one-digit days. A day alone is the edge that is asked for.
 * Undefined if there is no such time, or its year is ค.ศ.
 */
export const parseBuddhist = (text: string, edge: DayEdge): Date | undefined => {
  const shape = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{2}:\d{2}:\d{2}))?$/;
  const match = shape.exec(toArabicDigits(text.trim()));
  if (!match) return undefined;
  const [, day = '', month = '', year = '', time] = match;
  if (Number(year) < FIRST_PLAUSIBLE_YEAR) return undefined;
  if (time === undefined) {
    return edgeOfDay([Number(year) - BUDDHIST_ERA, two(month), two(day)].join('-'), edge);
  }
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const date = bangkokTime(Number(year), Number(month) - 1, Number(day), [hours, minutes, seconds]);
  const asTyped = `${day.padStart(2, '0')}/${month.padStart(2, '0')}/${year} ${time}`;
  // A day that does not exist, or an hour 24, becomes another day. Then it does not print as it was typed.
  return formatBuddhist(date) === asTyped ? date : undefined;
};

const inBangkok = (date: Date): Date => new Date(date.getTime() + BANGKOK_OFFSET_MS);

const bangkokTime = (
  year: number,
  month: number,
  day: number,
  [hours, minutes, seconds]: readonly [number, number, number] = [0, 0, 0],
): Date => new Date(Date.UTC(year - BUDDHIST_ERA, month, day, hours, minutes, seconds) - BANGKOK_OFFSET_MS);

const two = (value: number | string): string => String(value).padStart(2, '0');
