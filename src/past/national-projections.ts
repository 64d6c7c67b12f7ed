import { campaigns } from '../../projections/read-models/campaigns.js';
import { laoStatuses } from '../../projections/read-models/lao-statuses.js';
import type { Projection } from '../../projections/engine/projection.js';
import { provinceStatuses } from '../../projections/read-models/province-statuses.js';
import type { Directory } from '../directory/directory.js';

/** What the lists and totals of the whole nation are asked from. */
export const nationalProjections = (directory: Directory): readonly Projection[] => [
  laoStatuses(directory),
  provinceStatuses(directory),
  campaigns,
];
