import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'list.no': 'No.',
  'list.q': 'Name of the LAO',
  'list.edit': 'Edit data',
  'list.paging': '{from} to {to} of {total}',
  'list.paging.label': 'Pages',
  'list.paging.page': 'Page:',
  'list.paging.previous': 'Previous',
  'list.paging.next': 'Next',
  'list.paging.size': 'Items per page',
  'list.paging.items': '{count} items',
  'unsent.open': 'Open the form of {year} (LAO code {lao})',
};
