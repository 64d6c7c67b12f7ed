import { auditReads } from './audit-reads.js';
import { auditTrailProjection } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { laoStatuses } from './lao-statuses.js';
import type { Projection } from '../engine/projection.js';
import { provinceStatuses } from './province-statuses.js';
import { questionnaires } from './questionnaires.js';
import { rosters } from './rosters.js';
import { surveyForms } from './survey-forms.js';

/**
 * The widest scope for which a past state of a read model is replayed. `nation`: a few documents per office, so the whole nation fits.
 * `province`: holds every answer, so only one survey or one province fits. `none`: one document per event, so no replay is needed: a
 * query up to a position gives its past.
 */
type Past = 'nation' | 'province' | 'none';

/** Every read model of the system. */
const readModels: readonly (readonly [past: Past, projection: Projection])[] = [
  ['province', surveyForms],
  ['nation', laoStatuses],
  ['nation', provinceStatuses],
  ['nation', campaigns],
  ['nation', rosters],
  ['none', questionnaires],
  ['none', auditTrailProjection],
  ['nation', certifications],
  ['none', auditReads],
];

export const allProjections = (): readonly Projection[] => readModels.map(([, projection]) => projection);

const withPast = (...pasts: readonly Past[]): readonly Projection[] =>
  readModels.flatMap(([past, projection]) => (pasts.includes(past) ? [projection] : []));

/** The projections that replay a past state of the whole nation. */
export const nationalProjections = withPast('nation');

/** The projections that replay a past state of one survey or one province. */
export const provincialProjections = withPast('nation', 'province');
