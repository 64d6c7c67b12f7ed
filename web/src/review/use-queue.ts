import { useQuery } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { ProvinceStatus } from '../api/types.js';
import { laosInView, reviewedCount, useDeskView, type DeskLao, type DeskView } from '../province/view.js';

/** The LAOs that the officer chose on the province's page, and the place of this one among them. */
export interface Queue {
  /** From 1; 0 for one that is no longer in the view, such as one just reviewed. */
  readonly place: number;
  readonly length: number;
  readonly before: DeskLao | undefined;
  readonly after: DeskLao | undefined;
  readonly reviewed: number;
  readonly total: number;
  readonly current: DeskLao | undefined;
}

/** The province's status carries the queue. */
export const useQueue = (province: string, year: number, laoCode: string) => {
  const [view] = useDeskView();
  const status = useQuery({
    queryKey: ['province', province, year, null],
    queryFn: () => api.province(province, year),
  });
  const queue = status.data && queueOf(status.data, view, laoCode);
  return { queue, error: status.error };
};

const queueOf = (status: ProvinceStatus, view: DeskView, laoCode: string): Queue => {
  const { laos, total } = status;
  const queue = laosInView(laos, view);
  const index = queue.findIndex(({ code }) => code === laoCode);
  return {
    place: index + 1,
    length: queue.length,
    before: queue[index - 1],
    after: queue[index + 1],
    reviewed: reviewedCount(status),
    total,
    current: laos.find(({ code }) => code === laoCode),
  };
};
