import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'audit.show': 'Show',
  'audit.at-time': 'As of a time (day/month/Buddhist year hour:minute:second)',
  'past.title': 'Look back in time',
  'past.slider': 'The event to look back to',
  'past.banner': 'As of {time} (in the past)',
  'past.read-only': 'Read-only: the past cannot be edited.',
  'past.back': 'Back to the present',
  'past.step-before': '‹ Event before',
  'past.step-after': 'Event after ›',
  'past.mark-before': '« Landmark before',
  'past.mark-after': 'Landmark after »',
  'past.to-now': 'Now »',
};
