import { Link, Outlet } from 'react-router';
import type { Me } from '../api/types.js';
import { useTexts } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { useTitle } from '../hooks/use-title.js';

/** Pages that are about the work of these roles. The server refuses the others by itself; here they learn it before they try. */
export const Only = ({ roles }: { readonly roles: readonly Me['role'][] }) =>
  roles.includes(useMe().role) ? <Outlet /> : <NoAccess />;

const NoAccess = () => {
  const t = useTexts();
  useTitle(`${t('no-access.title')} — ${t('app.name')}`);
  return (
    <div className="page">
      <h1>{t('no-access.title')}</h1>
      <p>{t('no-access.explain')}</p>
      <Link to="/">{t('no-access.back')}</Link>
    </div>
  );
};
