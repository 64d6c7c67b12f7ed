import { useLocation } from 'react-router';
import { LanguageSwitch } from '../i18n/language-switch.js';
import { useTexts } from '../i18n/language.js';
import { UnsentHere } from './unsent-here.js';

export const signInHref = (returnTo: string): string =>
  `/auth/login?returnTo=${encodeURIComponent(returnTo)}`;

export const SignIn = () => {
  const t = useTexts();
  const { pathname, search } = useLocation();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="sign-in-org">{t('org.dla')}</p>
        <h1>{t('app.name')}</h1>
        <p>{t('sign-in.explain')}</p>
        <UnsentHere />
        <a className="button button-primary button-large" href={signInHref(pathname + search)}>
          {t('nav.login')}
        </a>
        <LanguageSwitch />
      </div>
    </main>
  );
};
