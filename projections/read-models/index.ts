import type { Directory } from '../../src/directory/directory.js';
import { auditReads } from './audit-reads.js';
import { auditTrailOf } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { laoStatuses } from './lao-statuses.js';
import type { Projection } from '../engine/projection.js';
import { provinceStatuses } from './province-statuses.js';
import { surveyForms } from './survey-forms.js';

/**
 * How much of a read model a replay of the past can hold. `nation`: some documents an office, so those of the whole nation. `province`:
 * every answer, so those of a survey or a province. `none`: a document an event; such a list is its own past, asked up to a position.
 */
type Past = 'nation' | 'province' | 'none';

/** Every read model of the system. */
const readModels = (directory: Directory): readonly (readonly [past: Past, projection: Projection])[] => [
  ['province', surveyForms],
  ['nation', laoStatuses(directory)],
  ['nation', provinceStatuses(directory)],
  ['nation', campaigns],
  ['none', auditTrailOf(directory)],
  ['nation', certifications],
  ['none', auditReads],
];

export const allProjections = (directory: Directory): readonly Projection[] =>
  readModels(directory).map(([, projection]) => projection);

const withPast = (directory: Directory, ...pasts: readonly Past[]): readonly Projection[] =>
  readModels(directory).flatMap(([past, projection]) => (pasts.includes(past) ? [projection] : []));

/** What any past of the whole nation is replayed into. */
export const nationalProjections = (directory: Directory): readonly Projection[] =>
  withPast(directory, 'nation');

/** What any past of one survey or one province is replayed into. */
export const provincialProjections = (directory: Directory): readonly Projection[] =>
  withPast(directory, 'nation', 'province');
