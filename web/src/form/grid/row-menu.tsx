import { useRef, type KeyboardEvent } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTexts, type TextKey } from '../../i18n/language.js';

const acts = ['repeat', 'fill-row', 'fill-next', 'fill-rest', 'details'] as const;
export type RowAct = (typeof acts)[number];

const words: Readonly<Record<RowAct, { readonly text: TextKey; readonly keys?: string }>> = {
  repeat: { text: 'row-menu.repeat', keys: 'Ctrl+Enter' },
  'fill-row': { text: 'row-menu.fill-row', keys: 'Ctrl+Shift+D' },
  'fill-next': { text: 'row-menu.fill-next' },
  'fill-rest': { text: 'row-menu.fill-rest' },
  details: { text: 'row-menu.details', keys: 'F2' },
};

interface RowMenuProps {
  readonly title: string;
  readonly trigger: HTMLElement;
  readonly onAct: (act: RowAct) => void;
  readonly onClose: () => void;
}

/** What fills a row from others, or others from it, without knowing the keys. No act changes a count. One menu for the whole table. */
export const RowMenu = ({ title, trigger, onAct, onClose }: RowMenuProps) => {
  const t = useTexts();
  const triggerRef = useRef(trigger);
  return (
    <Popover
      className="popover"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
    >
      <Dialog className="menu" aria-label={t('row-menu.open', { title })}>
        {acts.map((act, index) => (
          <button
            key={act}
            type="button"
            className="menu-item"
            // The menu was opened to choose.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={index === 0}
            onKeyDown={moveWithArrows}
            onClick={() => {
              onClose();
              // The menu first gives the focus back to its button.
              setTimeout(() => onAct(act));
            }}
          >
            {t(words[act].text)} {words[act].keys !== undefined && <kbd>{words[act].keys}</kbd>}
          </button>
        ))}
      </Dialog>
    </Popover>
  );
};

const moveWithArrows = (event: KeyboardEvent<HTMLElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...(event.currentTarget.parentElement?.querySelectorAll('button') ?? [])];
  const at = items.findIndex((item) => item === event.currentTarget);
  items[(at + step + items.length) % items.length]?.focus();
};
