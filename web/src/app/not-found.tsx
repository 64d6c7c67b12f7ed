import { Link } from 'react-router';
import { useTexts } from '../i18n/language.js';

export const NotFound = () => {
  const t = useTexts();
  return (
    <div className="page">
      <h1>{t('not-found.title')}</h1>
      <Link to="/surveys">{t('menu.list')}</Link>
    </div>
  );
};
