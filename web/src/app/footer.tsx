import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { serverClockQuery } from '../api/server-clock.js';
import { useNow } from '../hooks/use-now.js';
import { dateTime } from '../i18n/dates.js';
import { useTexts } from '../i18n/language.js';

/** The department's line, with the time of the server, which decides when a round closes. The form fills the window and has none. */
export const Footer = () => {
  const isForm = useLocation().pathname.startsWith('/surveys/');
  return isForm ? null : <FooterLine />;
};

const FooterLine = () => {
  const t = useTexts();
  const now = useNow();
  const ahead = useQuery(serverClockQuery).data;
  return (
    <footer className="site-footer">
      {t('footer.copyright')}{' '}
      {ahead !== undefined &&
        t('footer.time', { time: dateTime(new Date(now + ahead).toISOString()).slice(0, -':00'.length) })}
    </footer>
  );
};
