import { useQueryClient } from '@tanstack/react-query';
import { switchLanguage, useLanguage } from './language.js';

export const LanguageSwitch = () => {
  const language = useLanguage();
  const queries = useQueryClient();
  const other = language === 'th' ? 'en' : 'th';
  return (
    <button
      className="button-link top-link"
      lang={other}
      onClick={() => {
        switchLanguage(other);
        void queries.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
      }}
    >
      {other === 'en' ? 'English' : 'ภาษาไทย'}
    </button>
  );
};
