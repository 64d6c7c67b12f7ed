import { useRef, useState } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { TitleInput } from './title-input.js';

interface OwnTitleProps {
  readonly rowId: string;
  readonly title: string;
  /** Another row of the aspect has the same title. */
  readonly twin: boolean;
  readonly onRename: (rowId: string, title: string) => Promise<void>;
  readonly onRemove: (rowId: string) => void;
}

/** The title of a row that the LAO added, to be corrected in its place, and the red dustbin. */
export const OwnTitle = ({ rowId, title, twin, onRename, onRemove }: OwnTitleProps) => {
  const t = useTexts();
  const [typing, setTyping] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const close = (byKey: boolean): void => {
    setTyping(false);
    // The button is there again after the next render.
    if (byKey) setTimeout(() => pencil.current?.focus());
  };
  if (typing) {
    return (
      <>
        <span id={`row-${rowId}`} className="visually-hidden">
          {title}
        </span>
        <TitleInput
          label={t('form.rename', { title })}
          title={title}
          rowId={rowId}
          onDone={async (typed) => {
            const isHere = document.activeElement?.matches('.title-input') ?? false;
            await onRename(rowId, typed);
            close(isHere);
          }}
          onLeave={close}
        />
      </>
    );
  }
  return (
    <>
      <span id={`row-${rowId}`}>{title}</span>{' '}
      <button
        ref={pencil}
        type="button"
        className="button-icon"
        aria-label={t('form.rename', { title })}
        title={t('form.rename', { title })}
        onClick={() => setTyping(true)}
      >
        <Icon name="pencil" />
      </button>
      <button
        type="button"
        className="button-icon button-bin"
        aria-label={t('form.remove', { title })}
        title={t('form.remove', { title })}
        onClick={() => onRemove(rowId)}
      >
        <Icon name="bin" />
      </button>
      {twin && <span className="row-help row-twin">{t('form.same-title-here')}</span>}
    </>
  );
};
