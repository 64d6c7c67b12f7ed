import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { campaignsQuery } from '../api/queries.js';

/** The round of the address, or the newest one, and the years that have one. */
export const useRound = () => {
  const { year } = useParams();
  const campaigns = useQuery(campaignsQuery);
  const years = (campaigns.data ?? []).map(({ fiscalYear }) => fiscalYear).toSorted((a, b) => b - a);
  return { campaigns, years, fiscalYear: year === undefined ? years[0] : Number(year) };
};
