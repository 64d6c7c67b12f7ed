import { useUnsent } from '../drafts/use-unsent.js';
import { useTexts } from '../i18n/language.js';

const everybody = [] as const;

/** Before the sign-in: how many rows wait on this computer. It names no person and no LAO. */
export const UnsentHere = () => {
  const t = useTexts();
  const { rows } = useUnsent(everybody);
  return rows.length > 0 && <p className="notice">{t('unsent.on-this-computer', { count: rows.length })}</p>;
};
