import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useLiveUpdates } from '../api/live.js';
import { nameOf, useTexts } from '../i18n/language.js';
import { OfflineBanner } from './offline-banner.js';
import { ExpiredBanner } from '../session/expired-banner.js';
import { useMe } from '../session/session.js';
import { SignOut } from '../session/sign-out.js';
import { Toasts } from '../ui/toasts.js';
import { Footer } from './footer.js';
import { LanguageSwitch } from '../i18n/language-switch.js';

export const Shell = () => {
  const t = useTexts();
  const me = useMe();
  useLiveUpdates();
  useFocusOnNewPage();
  const office = me.lao ?? me.province;
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <header className="top-bar">
        <NavLink className="brand" to="/" end>
          INFO
          <span className="brand-name">
            {' '}
            <span aria-hidden="true">·</span> {t('app.name')}
          </span>
        </NavLink>
        <nav className="top-nav" aria-label={t('menu.activity')}>
          <NavLink to="/surveys">{t('menu.list')}</NavLink>
          {me.role === 'province' && (
            <NavLink to={`/provinces/${me.province?.code}`}>{t('menu.province')}</NavLink>
          )}
          {(me.role === 'admin' || me.role === 'auditor') && (
            <NavLink to="/progress">{t('menu.progress')}</NavLink>
          )}
          <NavLink to="/results">{t('menu.results')}</NavLink>
          {me.role !== 'lao' && <NavLink to="/audit">{t('menu.audit')}</NavLink>}
          {me.role === 'admin' && <NavLink to="/people">{t('menu.people')}</NavLink>}
          {me.role === 'admin' && <NavLink to="/campaigns">{t('menu.campaigns')}</NavLink>}
          {me.role === 'admin' && <NavLink to="/questionnaires">{t('menu.questionnaires')}</NavLink>}
        </nav>
        <NavLink className="who" to="/tokens" title={`${me.name} · ${t('tokens.title')}`}>
          {t('header.welcome', { name: office ? nameOf(office) : me.name })}
          {office && <span className="who-name"> ({me.name})</span>}
        </NavLink>
        <LanguageSwitch />
        <SignOut />
      </header>
      <ExpiredBanner />
      <OfflineBanner />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Footer />
      <Toasts />
    </div>
  );
};

/** A new page focuses its heading, so that screen readers announce it. */
const useFocusOnNewPage = (): void => {
  const { pathname } = useLocation();
  const page = pathname.split('/').slice(0, 4).join('/');
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else document.getElementById('main')?.focus();
  }, [page]);
};
