import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';
import { Bars } from './bars.js';
import { Figure } from './figure.js';
import type { LaoParts } from './lao-parts.js';
import { percent } from './numbers.js';
import { barsDrawing } from './picture.js';
import { share } from './table.js';
import { useResultTexts } from './texts.js';
import { rowTitle } from './titles.js';

/** Each service: the LAO's own answer, and the share of LAOs like it that offer it. */
export const OwnRows = ({
  result: { rows },
  titles,
  figure,
  questionnaire,
}: LaoParts & { readonly questionnaire: Questionnaire }) => {
  const t = useResultTexts();
  const ownText = (own: (typeof rows)[number]['own']): string => t(`answer.${own ?? 'unanswered'}`);
  const alone = rows.filter(({ own, share: { type } }) => own === 'offering' && type !== null && type < 0.5);
  const groups = questionnaire.aspects
    .map((aspect) => ({
      id: aspect.id,
      title: `${aspect.number}. ${titleOf(aspect)}`,
      bars: rows
        .filter(({ aspectId }) => aspectId === aspect.id)
        .map((row) => ({
          id: row.rowId,
          label: rowTitle(titles, row),
          length: row.share.type,
          text: t('own.value', { own: ownText(row.own), share: percent(row.share.type) }),
        })),
    }))
    .filter(({ bars }) => bars.length > 0);
  return (
    <Figure
      {...figure('services')}
      title={t('own.title')}
      sentence={t('own.sentence', { count: alone.length })}
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
