import { campaigns } from '../../projections/campaigns.js';
import { laoStatuses } from '../../projections/lao-statuses.js';
import type { Projection } from '../../projections/projection.js';
import { provinceStatuses } from '../../projections/province-statuses.js';
import type { Directory } from '../directory/directory.js';

/** What the lists and totals of the whole nation are asked from. */
export const nationalProjections = (directory: Directory): readonly Projection[] => [
  laoStatuses(directory),
  provinceStatuses(directory),
  campaigns,
];
