import type { ResultRow } from '../api/types.js';
import { formatCount } from '../i18n/language.js';
import type { Bar } from './bars.js';
import { BarFigure } from './figure.js';
import { percent, shareOf } from './numbers.js';
import { useServicesTable } from './services.js';
import type { Shown } from './shown.js';
import { useTexts } from './texts.js';
import { rowTitle } from './titles.js';

/** The chart is a ranking; the table has every service. */
const RANKS = 15;

/** Services that LAOs do not offer and say are needed, the most wanted first. */
export const Needed = ({ shown }: { readonly shown: Shown }) => {
  const t = useTexts();
  const { overview, titles, behind, figure } = shown;
  const ranked = overview.rows.filter(({ needed }) => needed > 0).toSorted((a, b) => b.needed - a.needed);
  const bars = ranked.slice(0, RANKS).map((row): Bar => ({
    id: row.rowId,
    label: rowTitle(titles, row),
    length: wanted(row),
    ...(row.before && { before: wanted(row.before) }),
    text: t('value.of-laos', { share: percent(wanted(row)), count: formatCount(row.needed) }),
    to: behind({ row: row.rowId, answer: 'needed' }),
  }));
  const [first, second] = ranked;
  const table = useServicesTable(shown);
  const rank = new Map(ranked.map(({ rowId }, index) => [rowId, index]));
  const rankOf = (id: string): number => rank.get(id) ?? ranked.length;
  return (
    <BarFigure
      {...figure('needed')}
      title={t('needed.title')}
      sentence={shown.said(
        first
          ? t(second ? 'needed.sentence' : 'needed.sentence-one', {
              first: rowTitle(titles, first),
              firstCount: formatCount(first.needed),
              second: second ? rowTitle(titles, second) : '',
              secondCount: formatCount(second?.needed ?? 0),
            })
          : t('needed.none'),
      )}
      table={{ ...table, rows: table.rows.toSorted((a, b) => rankOf(a.id) - rankOf(b.id)) }}
      groups={[{ id: 'needed', bars }]}
    />
  );
};

const wanted = ({ needed, laos }: Pick<ResultRow, 'needed' | 'laos'>): number | null => shareOf(needed, laos);
