import { formatCount } from '../i18n/language.js';
import { BarFigure } from './figure.js';
import { decimal, shareOf } from './numbers.js';
import type { Shown } from './shown.js';
import { count, type Cell } from './table.js';
import { useTexts } from './texts.js';
import { rowTitle } from './titles.js';

/** The chart is a ranking; the table has every service. */
const RANKS = 15;

/** How many people used each service in the year, the most used first. */
export const Users = ({ shown }: { readonly shown: Shown }) => {
  const t = useTexts();
  const { overview, titles, behind, against, figure } = shown;
  const ranked = overview.rows.toSorted((a, b) => b.users.sum - a.users.sum);
  const total = ranked.reduce((sum, { users }) => sum + users.sum, 0);
  const [first] = ranked;
  const longest = Math.max(1, ...ranked.flatMap(({ users, before }) => [users.sum, before?.users.sum ?? 0]));
  const to = (row: string): string => behind({ row, answer: 'offering' });
  return (
    <BarFigure
      {...figure('users')}
      title={t('users.title')}
      sentence={shown.said(
        first && total > 0
          ? t('users.sentence', {
              total: formatCount(total),
              first: rowTitle(titles, first),
              firstCount: formatCount(first.users.sum),
            })
          : t('users.none'),
      )}
      table={{
        columns: [
          t('column.service'),
          t('column.users'),
          ...(against === undefined ? [] : [t('column.before', { year: against })]),
          t('column.laos-with-users'),
          t('column.users-mean'),
        ],
        rows: ranked.map(({ users, before, ...row }) => ({
          id: row.rowId,
          cells: [
            rowTitle(titles, row),
            count(users.sum, to(row.rowId)),
            ...(against === undefined
              ? []
              : [before ? count(before.users.sum) : ({ number: null, text: '–' } satisfies Cell)]),
            count(users.laos, to(row.rowId)),
            { number: shareOf(users.sum, users.laos), text: decimal(shareOf(users.sum, users.laos)) },
          ],
        })),
      }}
      groups={[
        {
          id: 'users',
          bars: ranked.slice(0, RANKS).map(({ users, before, ...row }) => ({
            id: row.rowId,
            label: rowTitle(titles, row),
            length: users.sum / longest,
            ...(before && { before: before.users.sum / longest }),
            text: t('value.people', { count: formatCount(users.sum) }),
            to: to(row.rowId),
          })),
        },
      ]}
    />
  );
};
