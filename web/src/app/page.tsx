import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { FailedPage, Loading } from '../ui/failure.js';

type Load = () => Promise<{ readonly default: ComponentType }>;

/**
 * A page whose code is loaded on the first visit. React's `lazy` does not fit: after "loading" it delays the page by 300 ms, and code
 * that fails to load once would replace the whole screen instead of being loaded again.
 */
export const Page = ({ name, load }: { readonly name: string; readonly load: Load }) => {
  const page = useQuery({
    queryKey: ['page', name],
    queryFn: async () => (await load()).default,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  if (page.data) return <page.data />;
  if (page.isPending) return <Loading />;
  return <FailedPage error={page.error} onRetry={() => void page.refetch()} />;
};
