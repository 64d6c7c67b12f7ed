import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../../api/calls.js';
import { campaignsQuery } from '../../api/queries.js';
import type { SurveyForm } from '../../api/types.js';

interface LastYear {
  /** Whether there was a survey that this LAO's province took part in. */
  readonly held: boolean;
  /** Its own form of the year before, then those of the LAOs whose place it took. */
  readonly forms: UseQueryResult<readonly SurveyForm[]>;
}

/** What this LAO may take over from the year before; asked for when `wanted`. */
export const useLastYear = (form: SurveyForm, wanted: boolean): LastYear => {
  const { fiscalYear, lao } = form;
  const campaigns = useQuery(campaignsQuery);
  const held = !!campaigns.data?.some(
    (campaign) => campaign.fiscalYear === fiscalYear - 1 && campaign.provinces.includes(lao.province.code),
  );
  const forms = useQuery({
    queryKey: ['last-year', fiscalYear, lao.code],
    queryFn: () => api.lastYear(fiscalYear, lao.code),
    enabled: held && wanted,
  });
  return { held, forms };
};
