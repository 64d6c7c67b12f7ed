import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import type { HistoryPage } from '../api/types.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { formatCount } from '../i18n/language.js';
import { Failure, Loading } from '../ui/failure.js';
import { Feed } from './feed.js';
import { scopeCall, type Scope } from './scope.js';
import { Understood } from './understood.js';
import { TrailFilters } from './trail-filters.js';
import { useTrailFilter } from './trail-filter.js';
import { useTexts } from './texts.js';

interface TrailProps {
  readonly scope: Scope;
  readonly questionnaire: Questionnaire;
  readonly onShow?: (position: string) => void;
}

interface PageToAsk {
  readonly page: number;
  readonly upTo?: string;
}

const firstPage: PageToAsk = { page: 1 };

const nextOf = ({ page, pageSize, total, upTo }: HistoryPage): PageToAsk | undefined =>
  page * pageSize < total && upTo !== null ? { page: page + 1, upTo } : undefined;

/** Every event within the scope, newest first. Later events appear after the list is refreshed. */
export const Trail = ({ scope, questionnaire, onShow }: TrailProps) => {
  const t = useTexts();
  const [filter, setFilter] = useTrailFilter();
  const trail = useInfiniteQuery({
    queryKey: ['trail', scopeCall(scope), filter],
    queryFn: ({ pageParam }) => api.trail(scopeCall(scope), { ...filter, ...pageParam }),
    initialPageParam: firstPage,
    getNextPageParam: nextOf,
    staleTime: Infinity,
  });
  const items = trail.data?.pages.flatMap((page) => page.items) ?? [];
  const total = trail.data?.pages.at(-1)?.total ?? 0;
  return (
    <section className="trail" aria-labelledby="trail-heading">
      <h2 id="trail-heading">{t('audit.history')}</h2>
      <TrailFilters
        key={JSON.stringify(filter)}
        filter={filter}
        questionnaire={questionnaire}
        onSearch={setFilter}
      />
      {trail.data && <Understood words={trail.data.pages[0]?.understood ?? []} />}
      <div className="feed-head">
        <span role="status">
          {trail.data && t('audit.count', { shown: formatCount(items.length), total: formatCount(total) })}
        </span>
        <button type="button" className="button" onClick={() => void trail.refetch()}>
          {t('audit.refresh')}
        </button>
      </div>
      {trail.error && (
        <Failure
          error={trail.error}
          onRetry={() => void (trail.data ? trail.fetchNextPage() : trail.refetch())}
        />
      )}
      {trail.isPending && <Loading />}
      {trail.data && total === 0 && <p className="empty">{t('audit.none')}</p>}
      {total > 0 && (
        <Feed
          items={items}
          questionnaire={questionnaire}
          isLoading={trail.isFetchingNextPage}
          onLoadMore={() => {
            // After a failure only the button loads the page again, not scrolling.
            if (trail.hasNextPage && !trail.isFetching && !trail.error) void trail.fetchNextPage();
          }}
          onShow={onShow}
        />
      )}
    </section>
  );
};
