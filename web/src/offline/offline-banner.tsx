import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answeredOnce } from '../api/answered.js';
import { useSignal } from '../hooks/signal.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { shownSince } from './offline.js';

/** Says that the page shows answers of an earlier time. As soon as the server answers, everything is asked again. */
export const OfflineBanner = () => {
  const t = useTexts();
  const queries = useQueryClient();
  const since = useSignal(shownSince);
  const answered = useSignal(answeredOnce);
  useEffect(() => {
    if (since === null) return undefined;
    const askAgain = (): void => void queries.invalidateQueries();
    if (answered) {
      shownSince.set(null);
      askAgain();
      return undefined;
    }
    window.addEventListener('online', askAgain);
    return () => window.removeEventListener('online', askAgain);
  }, [since, answered, queries]);
  if (since === null) return null;
  return (
    <div className="banner" role="status">
      <Icon name="offline" />
      <span>{t('offline.since', { time: dateTime(since) })}</span>
    </div>
  );
};
