import { BarFigure } from './figure.js';
import type { LaoParts } from './lao-parts.js';
import { percent } from './numbers.js';
import { share } from './table.js';
import { useTexts } from './texts.js';
import { rowTitle } from './titles.js';

/** What the leaders of its type offer and the LAO does not, the most common first. */
export const LeadersOffer = ({ result: { missing }, titles, figure }: LaoParts) => {
  const t = useTexts();
  const [first] = missing;
  return (
    <BarFigure
      {...figure('leaders-offer')}
      title={t('leaders.title')}
      sentence={
        first
          ? t('leaders.sentence', {
              count: missing.length,
              first: rowTitle(titles, first),
              share: percent(first.share),
            })
          : t('leaders.none')
      }
      table={{
        columns: [t('column.service'), t('leaders.share')],
        rows: missing.map((row) => ({ id: row.rowId, cells: [rowTitle(titles, row), share(row.share)] })),
      }}
      groups={[
        {
          id: 'leaders',
          bars: missing.map((row) => ({
            id: row.rowId,
            label: rowTitle(titles, row),
            length: row.share,
            text: percent(row.share),
          })),
        },
      ]}
    />
  );
};
