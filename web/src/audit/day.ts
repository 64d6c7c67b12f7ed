import { formatBuddhist, parseBuddhist } from '../../../src/basics/thai-time.js';

/** Of a day in Bangkok. */
export type DayPart = 'whole' | 'morning' | 'afternoon';
export const dayParts = ['whole', 'morning', 'afternoon'] as const satisfies readonly DayPart[];

/** Both ends are included, ISO 8601. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** In hours of the day. */
const bounds: Readonly<Record<DayPart, readonly [from: number, to: number]>> = {
  whole: [0, 24],
  morning: [0, 12],
  afternoon: [12, 24],
};

const between = (start: number, from: number, to: number): Period => ({
  from: new Date(start + from).toISOString(),
  to: new Date(start + to - 1).toISOString(),
});

/** @param day `26/11/2569`; undefined if there is no such day */
export const periodOf = (day: string, part: DayPart): Period | undefined => {
  const [date = ''] = day.trim().split(' ');
  const start = parseBuddhist(date, 'start');
  const [from, to] = bounds[part];
  return start && between(start.getTime(), from * HOUR, to * HOUR);
};

/** The day and its part, if the period is one. */
export const dayOf = ({ from, to }: Period): { readonly day: string; readonly part: DayPart } | undefined => {
  if (!from || !to) return undefined;
  const day = formatBuddhist(new Date(from), false);
  const part = dayParts.find((each) => {
    const period = periodOf(day, each);
    return period?.from === from && period.to === to;
  });
  return part && { day, part };
};

export const presets = ['today', 'this-morning', 'yesterday', 'last-week'] as const;
export type Preset = (typeof presets)[number];

/** "Last week" is the seven days before today. */
export const presetPeriod = (preset: Preset, now: Date): Period => {
  const today = parseBuddhist(formatBuddhist(now, false), 'start')!.getTime();
  switch (preset) {
    case 'today':
      return between(today, 0, DAY);
    case 'this-morning':
      return between(today, 0, 12 * HOUR);
    case 'yesterday':
      return between(today, -DAY, 0);
    case 'last-week':
      return between(today, -7 * DAY, 0);
  }
};
