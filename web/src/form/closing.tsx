import { useNow } from '../hooks/use-now.js';
import { closesIn, closesWithin, dateTime } from '../i18n/dates.js';

/** How long the form can still be filled. In the last day screen readers hear of it at a few hours and minutes, not each minute. */
export const Closing = ({ closesAt }: { readonly closesAt: string }) => {
  const now = useNow();
  const soon = closesWithin(closesAt, now);
  return (
    <>
      <span className={soon ? 'closing closing-soon' : 'closing'} title={dateTime(closesAt)}>
        {closesIn(closesAt, now)}
      </span>
      <span className="visually-hidden" role="status" aria-live="polite">
        {soon}
      </span>
    </>
  );
};
