import { queryOptions } from '@tanstack/react-query';

/** How far the server's clock is ahead of this computer's, milliseconds. Every answer bears the server's time. */
export const serverClockQuery = queryOptions({
  queryKey: ['server-clock'],
  queryFn: async () => {
    const { headers } = await fetch('/api/me', { method: 'HEAD' });
    const time = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(time)) throw new Error('the answer bears no time');
    return time - Date.now();
  },
  staleTime: Infinity,
  retry: false,
});
