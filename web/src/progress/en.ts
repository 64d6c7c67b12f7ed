import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'progress.title': 'National progress',
  'progress.total': 'In all',
  'progress.rest':
    '{notStarted} not started · {inProgress} in progress · {returned} returned · {certified} of {total} provinces certified',
  'progress.by-province': 'Province by province',
  'progress.name': 'Province',
  'progress.notStarted': 'Not started',
  'progress.inProgress': 'In progress',
  'progress.returned': 'Returned',
  'progress.certified': 'Certified',
  'progress.missing': 'Missing',
  'progress.province-certified': 'Province certified',
};
