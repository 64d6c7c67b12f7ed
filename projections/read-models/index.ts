import { auditReads } from './audit-reads.js';
import { auditTrailProjection } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { laoStatuses } from './lao-statuses.js';
import type { Projection } from '../engine/projection.js';
import { provinceStatuses } from './province-statuses.js';
import { rosters } from './rosters.js';
import { surveyForms } from './survey-forms.js';

/**
 * How much of a read model a replay of the past can hold. `nation`: some documents an office, so those of the whole nation. `province`:
 * every answer, so those of a survey or a province. `none`: a document an event; such a list is its own past, asked up to a position.
 */
type Past = 'nation' | 'province' | 'none';

/** Every read model of the system. */
const readModels: readonly (readonly [past: Past, projection: Projection])[] = [
  ['province', surveyForms],
  ['nation', laoStatuses],
  ['nation', provinceStatuses],
  ['nation', campaigns],
  ['nation', rosters],
  ['none', auditTrailProjection],
  ['nation', certifications],
  ['none', auditReads],
];

export const allProjections = (): readonly Projection[] => readModels.map(([, projection]) => projection);

const withPast = (...pasts: readonly Past[]): readonly Projection[] =>
  readModels.flatMap(([past, projection]) => (pasts.includes(past) ? [projection] : []));

/** What any past of the whole nation is replayed into. */
export const nationalProjections = withPast('nation');

/** What any past of one survey or one province is replayed into. */
export const provincialProjections = withPast('nation', 'province');
