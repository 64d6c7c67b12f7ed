import type { Understood as Word } from '../api/types.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { useTexts } from './texts.js';

/** Says what each word of the search was taken for, so that an empty answer is not mistaken for "nothing happened". */
export const Understood = ({ words }: { readonly words: readonly Word[] }) => {
  const t = useTexts();
  if (words.length === 0) return null;
  return (
    <p className={words.some(({ count }) => count === 0) ? 'notice notice-bad' : 'notice'}>
      {words.map(({ kind, words: of, names, count }) => (
        <span key={kind}>
          {count === 0 && <Icon name="warning" />}{' '}
          {count === 0
            ? t('audit.not-understood', { words: of.join(' ') })
            : t(`audit.understood.${kind}`, {
                words: of.join(' '),
                names: names.map(nameOf).join(', ') + (count > names.length ? ' …' : ''),
                count: formatCount(count),
              })}
        </span>
      ))}
    </p>
  );
};
