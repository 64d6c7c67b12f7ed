import type { Projection } from '../engine/projection.js';
import { answers } from './answers.js';
import { auditReads } from './audit-reads.js';
import { auditTrailProjection } from './audit-trail.js';
import { campaigns } from './campaigns.js';
import { certifications } from './certifications.js';
import { instants } from './instants.js';
import { laoStatuses } from './lao-statuses.js';
import { provinceStatuses } from './province-statuses.js';
import { questionnaires } from './questionnaires.js';
import { rosters } from './rosters.js';
import { roundStates } from './round-states.js';
import { surveyForms } from './survey-forms.js';

const readModels: readonly Projection[] = [
  surveyForms,
  answers,
  laoStatuses,
  provinceStatuses,
  campaigns,
  rosters,
  questionnaires,
  roundStates,
  instants,
  auditTrailProjection,
  certifications,
  auditReads,
];

/** Every read model of the system. */
export const allProjections = (): readonly Projection[] => readModels;
