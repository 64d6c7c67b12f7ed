import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'review.title': 'Review',
  'review.place': '{place} of {length} chosen',
  'review.before': '‹ Previous LAO',
  'review.after': 'Next LAO ›',
  'review.confirm': 'Reviewed',
  'review.confirm-next': 'Reviewed, next LAO',
  'review.whole-form': 'Show the whole form',
  'review.keys': 'Press ↑ ↓ to move, F at a row to flag it for correction',
  'review.outlier': 'Unlike the others',
  'review.outlier-why':
    '{count} people; the median of the {offices} other LAOs of this type in the province is {median}',
  'review.choices': '{count} subjects',
  'review.channels': '{count} channels',
};
