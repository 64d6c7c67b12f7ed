import type { Campaign, Comparison, Progress, ProvinceChanges } from '../api/types.js';
import { closesIn, dateTime } from '../i18n/dates.js';
import { formatCount, nameOf, type Variables } from '../i18n/language.js';
import { type TextKey } from './texts.js';

/** One thing to look at, and where. */
export interface Attention {
  readonly key: TextKey;
  readonly words: Variables;
  readonly to: string;
}

/** A round that closes within this time is worth a word, milliseconds. */
const SOON = 7 * 24 * 3_600_000;
const NAMED = 5;

const comparison = ({ last, failedAt }: Comparison): readonly Attention[] => [
  ...(last && last.differences > 0
    ? [
        {
          key: 'home.differs' as const,
          words: { count: formatCount(last.differences) },
          to: '/audit',
        },
      ]
    : []),
  ...(failedAt
    ? [{ key: 'home.comparison-failed' as const, words: { time: dateTime(failedAt) }, to: '/audit' }]
    : []),
];

const round = (
  { fiscalYear: year, state, closesAt }: Campaign,
  now: number,
  progress: Progress | undefined,
  roster: readonly ProvinceChanges[] | undefined,
): readonly Attention[] => {
  const items: Attention[] = [];
  if (state === 'open' && Date.parse(closesAt) - now < SOON) {
    const words = { year, left: closesIn(closesAt, now), time: dateTime(closesAt) };
    items.push({ key: 'home.closes-soon', words, to: '/campaigns' });
  }
  const ready = (progress?.provinces ?? []).filter(
    ({ certified, total, certifiedAt }) => total > 0 && certified === total && certifiedAt === null,
  );
  if (ready.length > 0) {
    const names = ready.slice(0, NAMED).map(({ province }) => nameOf(province));
    const words = { year, count: ready.length, names: names.join(', ') + (ready.length > NAMED ? ' …' : '') };
    items.push({ key: 'home.to-certify', words, to: `/progress/${year}` });
  }
  if (progress && progress.notStarted > 0) {
    const words = { year, count: formatCount(progress.notStarted) };
    items.push({ key: 'home.not-started', words, to: `/progress/${year}` });
  }
  if (roster && roster.length > 0) {
    items.push({ key: 'home.roster', words: { year, count: roster.length }, to: '/campaigns' });
  }
  return items;
};

export const attentionTo = { comparison, round };
