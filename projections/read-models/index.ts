import { auditReads } from './audit-reads.js';
import { auditTrailOf } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { laoStatuses } from './lao-statuses.js';
import type { Projection } from '../engine/projection.js';
import { provinceStatuses } from './province-statuses.js';
import { rosters } from './rosters.js';
import { surveyForms } from './survey-forms.js';

/** Every read model of the system. */
export const allProjections = (): readonly Projection[] => [
  surveyForms,
  laoStatuses,
  provinceStatuses,
  campaigns,
  rosters,
  auditTrailOf(),
  certifications,
  auditReads,
];
