import type { Directory } from '../../src/directory/directory.js';
import { auditReads } from './audit-reads.js';
import { auditTrailOf } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { laoStatuses } from './lao-statuses.js';
import type { Projection } from '../engine/projection.js';
import { provinceStatuses } from './province-statuses.js';
import { surveyForms } from './survey-forms.js';

/** Every read model of the system. */
export const allProjections = (directory: Directory): readonly Projection[] => [
  surveyForms,
  laoStatuses(directory),
  provinceStatuses(directory),
  campaigns,
  auditTrailOf(directory),
  certifications,
  auditReads,
];
