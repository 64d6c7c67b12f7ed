import { useTexts } from '../../i18n/language.js';

interface RestButtonProps {
  /** Of the group or, where it has no line of its own, the aspect. */
  readonly title: string;
  readonly onRest: () => void;
}

/** Answers all rows of a group that have no answer yet. */
export const RestButton = ({ title, onRest }: RestButtonProps) => {
  const t = useTexts();
  return (
    <button
      type="button"
      className="button button-quiet button-rest"
      aria-label={t('form.rest.of', { title })}
      onClick={onRest}
    >
      {t('form.rest')}
    </button>
  );
};
