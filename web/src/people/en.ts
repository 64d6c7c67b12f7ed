import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'people.title': 'Personal data',
  'people.explain':
    'Only the names of users are kept, apart from the log. They can be corrected or erased (Personal Data Protection Act, B.E. 2562); what a person did remains, as the act of their office.',
  'people.q': 'User id, or part of the name',
  'people.none': 'Nobody was found',
  'people.name': 'Name',
  'people.since': 'Since',
  'people.show': 'Show',
  'people.erased': '(name erased)',
  'people.kept': 'Name kept: {name} — {source} since {since}',
  'people.source.sign-in': 'from signing in',
  'people.source.correction': 'corrected by an administrator',
  'people.source.erased': 'erased by an administrator',
  'people.correct': 'Correct the name',
  'people.erase': 'Erase the data',
  'people.erase-explain':
    'The name is erased everywhere in the system and does not come back when the person signs in again, unless an administrator enters it at the person’s wish.',
  'people.reason-explain': 'The reason stays in the log for good, so it must not name the person.',
  'person-event.PersonalDataCorrected': 'corrected the name',
  'person-event.PersonalDataErased': 'erased the data',
};
