import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTexts } from '../i18n/language.js';
import { Icon } from './icons.js';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Beside what it is about, which stays usable. It takes the focus, and gives it back on closing by Escape or its button. */
export const SidePanel = ({ title, onClose, children }: SidePanelProps) => {
  const t = useTexts();
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    panel.current?.focus();
  }, []);
  const close = (): void => {
    onClose();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, from any control inside
    <section
      ref={panel}
      className="side-panel"
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className="side-panel-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button-icon" aria-label={t('common.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </section>
  );
};
