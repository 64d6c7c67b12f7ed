import type { ResultGroup } from '../api/types.js';
import { formatCount } from '../i18n/language.js';
import { decimal, offeredPerLao, percent, points, signed, type Offered } from './numbers.js';
import type { LinkedCell } from './table.js';
import type { ResultTexts } from './texts.js';

/** What groups of LAOs are compared by. */
export interface Measure {
  readonly of: (group: Offered) => number | null;
  /** 0 to 1. */
  readonly lengthOf: (group: Offered) => number | null;
  readonly worded: (value: number | null) => string;
  /** The value of a group in words, and its change. */
  readonly textOf: (group: ResultGroup) => string;
  readonly cellOf: (group: Offered | null | undefined) => LinkedCell;
  readonly column: string;
  /** Bounds of the classes of a map are multiples of it. */
  readonly unit: number;
}

/** Of one service: the share of LAOs that offer it. */
const shareOfLaos = (t: ResultTexts): Measure => ({
  of: offeredPerLao,
  lengthOf: offeredPerLao,
  worded: percent,
  textOf: (group) =>
    withChange(
      t('value.of-laos', { share: percent(offeredPerLao(group)), count: formatCount(group.offering) }),
      group.before &&
        t('value.points', { points: points(offeredPerLao(group), offeredPerLao(group.before)) }),
    ),
  cellOf: (group) => {
    const number = group ? offeredPerLao(group) : null;
    return { number, text: percent(number) };
  },
  column: t('column.share'),
  unit: 0.01,
});

/** Of all services: how many of them an LAO offers on average. */
const meanOfServices = (t: ResultTexts, services: number, isOneLao: boolean): Measure => ({
  of: offeredPerLao,
  lengthOf: (group) => {
    const mean = offeredPerLao(group);
    return mean === null ? null : mean / services;
  },
  worded: decimal,
  textOf: (group) => {
    const [now, before] = [offeredPerLao(group), group.before ? offeredPerLao(group.before) : null];
    return withChange(
      t(isOneLao ? 'value.services' : 'value.mean', { mean: decimal(now) }),
      now !== null && before !== null && t('value.change', { change: signed(now - before) }),
    );
  },
  cellOf: (group) => {
    const number = group ? offeredPerLao(group) : null;
    return { number, text: decimal(number) };
  },
  column: t(isOneLao ? 'column.services' : 'column.mean'),
  unit: 0.1,
});

/** Of one LAO and one service: the answer. */
const answerOfLao = (t: ResultTexts): Measure => ({
  ...shareOfLaos(t),
  textOf: (group) =>
    withChange(
      t(`answer.${answerIn(group)}`),
      group.before && t('value.before', { text: t(`answer.${answerIn(group.before)}`) }),
    ),
});

type Counted = Offered & { readonly answered: number; readonly needed: number };

const answerIn = ({ answered, offering, needed }: Counted) => {
  if (offering > 0) return 'offering';
  if (needed > 0) return 'needed';
  return answered > 0 ? 'not-offering' : 'unanswered';
};

const withChange = (text: string, change: string | false | null | undefined): string =>
  change ? `${text} ${change}` : text;

/** `row` is the chosen service, empty for all; `services` is their number. */
export const measureOf = (by: string, row: string, services: number, t: ResultTexts): Measure => {
  if (row === '') return meanOfServices(t, services, by === 'lao');
  return by === 'lao' ? answerOfLao(t) : shareOfLaos(t);
};
