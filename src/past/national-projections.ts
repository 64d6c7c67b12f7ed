import { campaigns } from '../../projections/read-models/campaigns.js';
import { laoStatuses } from '../../projections/read-models/lao-statuses.js';
import type { Projection } from '../../projections/engine/projection.js';
import { provinceStatuses } from '../../projections/read-models/province-statuses.js';

/** What the lists and totals of the whole nation are asked from. */
export const nationalProjections: readonly Projection[] = [laoStatuses, provinceStatuses, campaigns];
