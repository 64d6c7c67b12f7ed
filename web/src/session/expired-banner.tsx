import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { useTexts } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { useSignal } from '../hooks/signal.js';
import { expired } from '../api/expired.js';
import { signInHref } from './sign-in.js';

/** Offers to sign in again. The screen stays, also when the person signs in again in another tab. */
export const ExpiredBanner = () => {
  const t = useTexts();
  const isExpired = useSignal(expired);
  const { pathname, search } = useLocation();
  const queries = useQueryClient();
  useEffect(() => {
    if (!isExpired) return undefined;
    const look = (): void => void queries.invalidateQueries({ queryKey: ['me'] });
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [isExpired, queries]);
  if (!isExpired) return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      <span>{t('session.expired')}</span>
      <a className="button" href={signInHref(pathname + search)}>
        {t('session.sign-in-again')}
      </a>
    </div>
  );
};
