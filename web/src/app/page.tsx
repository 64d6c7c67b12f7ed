import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { FailedPage, Loading } from '../ui/failure.js';

type Load = () => Promise<{ readonly default: ComponentType }>;

/**
 * A page whose code comes when it is first wanted. Not by React's `lazy`: once "loading" was shown that holds the page back for 300 ms
 * more, and code that a bad line lost would take the whole screen away instead of being asked for again.
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
