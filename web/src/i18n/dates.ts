import { formatBuddhist } from '../../../src/basics/thai-time.js';
import { worded } from './language.js';

/** `07/11/2565 16:29:30`, in Bangkok time; in both languages the years are those of the office. */
export const dateTime = (iso: string): string => formatBuddhist(new Date(iso), true);

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Bangkok',
  hour: '2-digit',
  minute: '2-digit',
});
/** `14:02` */
export const timeOfDay = (iso: string): string => clock.format(new Date(iso));

const HOUR = 3_600_000;

/** The time until the round closes, in days, hours or minutes. */
export const closesIn = (iso: string, now: number): string => {
  const hours = (Date.parse(iso) - now) / HOUR;
  if (hours <= 0) return worded('closing.closed');
  if (hours < 1) return worded('closing.minutes', { count: Math.ceil(hours * 60) });
  if (hours < 48) return worded('closing.hours', { count: Math.floor(hours) });
  return worded('closing.days', { count: Math.floor(hours / 24) });
};
