import { formatCount, titleOf } from '../i18n/language.js';
import type { ResultRow } from '../api/types.js';
import type { BarGroup } from './bars.js';
import { BarFigure } from './figure.js';
import { offeredPerLao, percent, points } from './numbers.js';
import { count, share, type Cell, type Table } from './table.js';
import { useTexts } from './texts.js';
import { rowTitle } from './titles.js';
import type { Shown } from './shown.js';

/** The share of LAOs with each service as an e-Service, aspect by aspect. */
export const Services = ({ shown }: { readonly shown: Shown }) => {
  const t = useTexts();
  const { overview, questionnaire, titles, behind, figure } = shown;
  const ranked = overview.rows.filter(({ offering }) => offering > 0).toSorted(byShare);
  const [most, least] = [ranked[0], ranked.at(-1)];
  const groups: readonly BarGroup[] = questionnaire.aspects.flatMap((aspect) => {
    const rows = overview.rows.filter(({ aspectId }) => aspectId === aspect.id);
    return rows.length === 0
      ? []
      : [
          {
            id: aspect.id,
            title: `${aspect.number}. ${titleOf(aspect)}`,
            bars: rows.map((row) => ({
              id: row.rowId,
              label: rowTitle(titles, row),
              length: offeredPerLao(row),
              ...(row.before && { before: offeredPerLao(row.before) }),
              text: valueOf(row, t),
              to: behind({ row: row.rowId, answer: 'offering' }),
            })),
          },
        ];
  });
  return (
    <BarFigure
      {...figure('services')}
      title={t('services.title')}
      sentence={shown.said(
        most && least
          ? t('services.sentence', {
              laos: formatCount(overview.laos.total),
              most: rowTitle(titles, most),
              mostShare: percent(offeredPerLao(most)),
              least: rowTitle(titles, least),
              leastShare: percent(offeredPerLao(least)),
            })
          : t('none-offered'),
      )}
      table={useServicesTable(shown)}
      groups={groups}
    />
  );
};

const byShare = (a: ResultRow, b: ResultRow): number => (offeredPerLao(b) ?? 0) - (offeredPerLao(a) ?? 0);

const valueOf = (row: ResultRow, t: ReturnType<typeof useTexts>): string => {
  const text = t('value.of-laos', { share: percent(offeredPerLao(row)), count: formatCount(row.offering) });
  return row.before
    ? `${text} ${t('value.points', { points: points(offeredPerLao(row), offeredPerLao(row.before)) })}`
    : text;
};

/** All answers to each service: also the table of what is needed. */
export const useServicesTable = ({ overview, titles, behind, against }: Shown): Table => {
  const t = useTexts();
  const compared = against === undefined ? [] : [t('column.before', { year: against })];
  return {
    columns: [
      t('column.service'),
      t('column.laos'),
      t('column.offering'),
      t('column.share'),
      ...compared,
      t('column.not-offering'),
      t('column.needed'),
      t('column.not-needed'),
      t('column.unanswered'),
      t('column.users'),
    ],
    rows: overview.rows.map((row) => {
      const to = (answer: string): string | undefined => behind({ row: row.rowId, answer });
      const before: readonly Cell[] =
        against === undefined ? [] : [share(row.before ? offeredPerLao(row.before) : null)];
      return {
        id: row.rowId,
        cells: [
          rowTitle(titles, row),
          count(row.laos, behind({})),
          count(row.offering, to('offering')),
          share(offeredPerLao(row)),
          ...before,
          count(row.notOffering, to('not-offering')),
          count(row.needed, to('needed')),
          count(row.notNeeded, to('not-needed')),
          count(row.laos - row.answered, to('unanswered')),
          count(row.users.sum, to('offering')),
        ],
      };
    }),
  };
};
