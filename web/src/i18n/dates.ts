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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time until the round closes: in days and, in the last of them, in hours and minutes. */
export const closesIn = (iso: string, now: number): string => {
  const left = Date.parse(iso) - now;
  if (left <= 0) return worded('closing.closed');
  if (left >= 2 * DAY) return worded('closing.days', { count: Math.floor(left / DAY) });
  if (left >= DAY) return worded('closing.hours', { count: Math.floor(left / HOUR) });
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 60) return worded('closing.minutes', { count: minutes });
  return worded('closing.hours-minutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
};

/** In the last day: the hours or minutes that are left at most. They change seldom enough to be read aloud. */
export const closesWithin = (iso: string, now: number): string => {
  const left = Date.parse(iso) - now;
  if (left <= 0) return worded('closing.closed');
  const minutes = [5, 10, 30].find((count) => left <= count * MINUTE);
  if (minutes) return worded('closing.within-minutes', { count: minutes });
  const hours = [1, 3, 6, 12, 24].find((count) => left <= count * HOUR);
  return hours ? worded('closing.within-hours', { count: hours }) : '';
};
