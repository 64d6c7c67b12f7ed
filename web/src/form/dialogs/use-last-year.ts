import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { campaignsQuery, formQuery } from '../../api/queries.js';
import type { SurveyForm } from '../../api/types.js';

interface LastYear {
  /** Whether there was a survey that this LAO took part in. */
  readonly held: boolean;
  readonly form: UseQueryResult<SurveyForm>;
}

/** This LAO's form of the year before; asked for when `wanted`. */
export const useLastYear = (form: SurveyForm, wanted: boolean): LastYear => {
  const year = form.fiscalYear - 1;
  const campaigns = useQuery(campaignsQuery);
  const held = !!campaigns.data?.some(
    ({ fiscalYear, provinces }) => fiscalYear === year && provinces.includes(form.lao.province.code),
  );
  return { held, form: useQuery({ ...formQuery(year, form.lao.code), enabled: held && wanted }) };
};
