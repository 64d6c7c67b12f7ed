import type { LaoResult } from '../api/types.js';
import { formatCount } from '../i18n/language.js';
import { BarFigure } from './figure.js';
import { decimal, shareOf } from './numbers.js';
import type { LaoParts } from './lao-parts.js';
import { count, type Cell } from './table.js';
import { useTexts } from './texts.js';

const likes = ['type', 'province', 'country'] as const;
type Group = Exclude<LaoResult['like'][(typeof likes)[number]], { readonly tooFew: boolean }>;

/** What the LAO offers beside the mean of LAOs of its type, its province and the country. */
export const AmongLike = ({ result, figure }: LaoParts) => {
  const t = useTexts();
  const { own, like, rows } = result;
  const groups = likes.map((id) => {
    const group = like[id];
    return { id, label: t(`like.${id}`), group: 'tooFew' in group ? undefined : group };
  });
  const asked = rows.length;
  const compared = groups.flatMap(({ label, group }) =>
    group ? [t('like.mean', { label, mean: meanOf(group, 'offering') })] : [],
  );
  const tooFew = t('like.too-few');
  const cell = (group: Group | undefined, field: 'answered' | 'offering' | 'needed'): Cell =>
    group ? { number: shareOf(group[field], group.laos), text: meanOf(group, field) } : tooFew;
  return (
    <BarFigure
      {...figure('among-like')}
      title={t('like.title')}
      sentence={[t('like.sentence', { offering: own.offering, rows: asked }), ...compared].join(' ')}
      table={{
        columns: [
          '',
          t('column.laos'),
          t('like.answered'),
          t('like.offering'),
          t('like.needed'),
          t('column.users'),
        ],
        rows: [
          {
            id: 'own',
            cells: [
              t('like.own'),
              count(1),
              count(own.answered),
              count(own.offering),
              count(own.needed),
              count(own.users.sum),
            ],
          },
          ...groups.map(({ id, label, group }) => ({
            id,
            cells: [
              label,
              group ? count(group.laos) : tooFew,
              cell(group, 'answered'),
              cell(group, 'offering'),
              cell(group, 'needed'),
              group
                ? {
                    number: shareOf(group.users.sum, group.laos),
                    text: decimal(shareOf(group.users.sum, group.laos)),
                  }
                : tooFew,
            ],
          })),
        ],
      }}
      groups={[
        {
          id: 'like',
          bars: [
            {
              id: 'own',
              label: t('like.own'),
              length: shareOf(own.offering, asked),
              text: t('like.services', { count: formatCount(own.offering) }),
            },
            ...groups.map(({ id, label, group }) => ({
              id,
              label: group ? t('like.group', { label, laos: formatCount(group.laos) }) : label,
              length: group ? shareOf(group.offering / Math.max(1, group.laos), asked) : null,
              text: group ? t('like.services', { count: meanOf(group, 'offering') }) : tooFew,
            })),
          ],
        },
      ]}
    />
  );
};

const meanOf = (group: Group, field: 'answered' | 'offering' | 'needed'): string =>
  decimal(shareOf(group[field], group.laos));
