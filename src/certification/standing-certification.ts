import type { Survey } from '../form/survey.js';
import type { ProvinceYear } from '../roster/province.js';

/**
 * The certification in force: the LAO's last one, unless the province has returned it. While it is in force, the survey is locked.
 * The lock follows from two streams. No stream is written on the assumption that an event is missing from the other stream.
 */
export const standingCertification = (
  survey: Survey,
  province: Pick<ProvinceYear, 'returned'>,
  laoCode: string,
) => {
  const returned = province.returned.get(laoCode);
  const last = survey.certification;
  return last && !(returned !== undefined && returned.revision >= last.revision) ? last : undefined;
};
