import { formatCount } from '../i18n/language.js';
import type { Page } from '../api/types.js';
import { useTexts } from './texts.js';

export const PAGE_SIZES = [10, 20, 50, 100] as const;

interface PagingProps {
  readonly page: Page<unknown>;
  readonly onPage: (page: number) => void;
  /** Absent where the pages have one size. */
  readonly onPageSize?: (pageSize: number) => void;
}

/** "หน้า: 1 | 10 รายการ | 1 ถึง 10 จาก 46" */
export const Paging = ({ page: { items, total, page, pageSize }, onPage, onPageSize }: PagingProps) => {
  const t = useTexts();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1;
  return (
    <nav className="paging" aria-label={t('list.paging.label')}>
      <button className="button" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t('list.paging.previous')}
      </button>
      <label>
        {t('list.paging.page')}{' '}
        <select value={page} onChange={(event) => onPage(Number(event.target.value))}>
          {Array.from({ length: pages }, (_, index) => (
            <option key={index} value={index + 1}>
              {index + 1}
            </option>
          ))}
        </select>
      </label>
      <button className="button" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {t('list.paging.next')}
      </button>
      {onPageSize && (
        <select
          aria-label={t('list.paging.size')}
          value={pageSize}
          onChange={(event) => onPageSize(Number(event.target.value))}
        >
          {PAGE_SIZES.map((size) => (
            <option key={size} value={size}>
              {t('list.paging.items', { count: size })}
            </option>
          ))}
        </select>
      )}
      <span aria-live="polite">
        {t('list.paging', {
          from: formatCount(from),
          to: formatCount(Math.max(0, from + items.length - (total === 0 ? 0 : 1))),
          total: formatCount(total),
        })}
      </span>
    </nav>
  );
};
