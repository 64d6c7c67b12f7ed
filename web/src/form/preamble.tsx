import { useState } from 'react';
import { useTexts } from '../i18n/language.js';

const CLOSED = 'preamble-closed';
/** Where the window is lower or narrower, the first answer has to be on the first screen. */
const ROOMY = '(min-width: 901px) and (min-height: 500px)';

/** คำชี้แจง: what the survey is for. It is open until a person closes it, and then stays closed in this browser. */
export const Preamble = () => {
  const t = useTexts();
  const [open, setOpen] = useState(
    () => localStorage.getItem(CLOSED) === null && window.matchMedia(ROOMY).matches,
  );
  const toggled = (isOpen: boolean): void => {
    // The browser reports the first rendering, too.
    if (isOpen === open) return;
    setOpen(isOpen);
    if (isOpen) localStorage.removeItem(CLOSED);
    else localStorage.setItem(CLOSED, 'yes');
  };
  return (
    <details className="preamble" open={open} onToggle={(event) => toggled(event.currentTarget.open)}>
      <summary>{t('form.preamble')}</summary>
      <p>{t('form.preamble.objective')}</p>
      <p>{t('form.preamble.definition')}</p>
      <p>{t('form.preamble.aspects')}</p>
    </details>
  );
};
