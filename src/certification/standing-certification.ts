import type { Survey } from '../form/survey.js';
import type { ProvinceYear } from '../roster/province.js';

/**
 * The certification that stands: the LAO's last one, unless the province has returned it. This is the lock of a survey: two
 * streams, one truth, and neither is ever written on the strength of the other's absence.
 */
export const standingCertification = (
  survey: Survey,
  province: Pick<ProvinceYear, 'returned'>,
  laoCode: string,
) => {
  const returned = province.returned.get(laoCode);
  const last = survey.certification;
  return last && !(returned !== undefined && returned >= last.revision) ? last : undefined;
};
