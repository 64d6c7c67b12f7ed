import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';
import { Bars } from './bars.js';
import { Figure } from './figure.js';
import type { LaoParts } from './lao-parts.js';
import { percent } from './numbers.js';
import { barsDrawing } from './picture.js';
import { share } from './table.js';
import { useTexts } from './texts.js';
import { rowTitle } from './titles.js';

/** Each service: the LAO's own answer, and the share of LAOs like it that offer it. */
export const OwnRows = ({
  result: { rows, like },
  titles,
  figure,
  questionnaire,
}: LaoParts & { readonly questionnaire: Questionnaire }) => {
  const t = useTexts();
  const ownText = (own: (typeof rows)[number]['own']): string => t(`answer.${own ?? 'unanswered'}`);
  // The nearest of them that has enough LAOs to be shown.
  const shownLike = (['type', 'province', 'country'] as const).find((each) => !('tooFew' in like[each]));
  const shareIn = (row: (typeof rows)[number]): number | null => (shownLike ? row.share[shownLike] : null);
  const alone = rows.filter((row) => row.own === 'offering' && (shareIn(row) ?? 1) < 0.5);
  const groups = questionnaire.aspects
    .map((aspect) => ({
      id: aspect.id,
      title: `${aspect.number}. ${titleOf(aspect)}`,
      bars: rows
        .filter(({ aspectId }) => aspectId === aspect.id)
        .map((row) => ({
          id: row.rowId,
          label: rowTitle(titles, row),
          length: shareIn(row),
          text: [ownText(row.own), shownLike && percent(shareIn(row))].filter(Boolean).join(' · '),
        })),
    }))
    .filter(({ bars }) => bars.length > 0);
  return (
    <Figure
      {...figure('services')}
      title={t('own.title')}
      sentence={
        shownLike ? t('own.sentence', { like: t(`like.${shownLike}`), count: alone.length }) : t('like.none')
      }
      table={{
        columns: [
          t('column.service'),
          t('own.answer'),
          t('like.type'),
          t('like.province'),
          t('like.country'),
        ],
        rows: rows.map((row) => ({
          id: row.rowId,
          cells: [
            rowTitle(titles, row),
            ownText(row.own),
            share(row.share.type),
            share(row.share.province),
            share(row.share.country),
          ],
        })),
      }}
      drawing={barsDrawing(groups)}
    >
      <Bars groups={groups} />
    </Figure>
  );
};
