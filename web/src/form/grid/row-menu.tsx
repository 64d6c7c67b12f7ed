import { useRef } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
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
      <Menu
        className="menu"
        aria-label={t('row-menu.open', { title })}
        // The menu was opened to choose.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus="first"
        onAction={(act) => onAct(act as RowAct)}
        onClose={onClose}
      >
        {acts.map((act) => (
          <MenuItem key={act} id={act} className="menu-item" textValue={t(words[act].text)}>
            {t(words[act].text)} {words[act].keys !== undefined && <kbd>{words[act].keys}</kbd>}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
};
