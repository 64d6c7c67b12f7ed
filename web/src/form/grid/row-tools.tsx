import { memo } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';

interface ToolProps {
  readonly rowId: string;
  /** The tool's column. */
  readonly position: number;
  readonly icon: 'history' | 'repeat' | 'menu';
  readonly label: string;
  readonly onPress: (rowId: string, button: HTMLElement) => void;
}

const Tool = ({ rowId, position, icon, label, onPress }: ToolProps) => (
  <button
    type="button"
    className="button-icon"
    aria-label={label}
    aria-haspopup={icon === 'menu' ? 'dialog' : undefined}
    title={label}
    data-row={rowId}
    data-col={position}
    onClick={(event) => onPress(rowId, event.currentTarget)}
  >
    <Icon name={icon} />
  </button>
);

interface RowToolsProps {
  readonly rowId: string;
  readonly title: string;
  /** Of the first tool among the columns. */
  readonly position: number;
  readonly onDetails: (rowId: string) => void;
  readonly onRepeat: (rowId: string) => void;
  readonly onMenu: (rowId: string, button: HTMLElement) => void;
}

/** The buttons of a row. Typing in the row does not render them again. */
export const RowTools = memo(({ rowId, title, position, onDetails, onRepeat, onMenu }: RowToolsProps) => {
  const t = useTexts();
  const tool = (at: number) => ({ rowId, position: position + at });
  return (
    <>
      <Tool {...tool(0)} icon="history" label={t('details.open', { title })} onPress={onDetails} />
      <Tool {...tool(1)} icon="repeat" label={t('form.repeat', { title })} onPress={onRepeat} />
      <Tool {...tool(2)} icon="menu" label={t('row-menu.open', { title })} onPress={onMenu} />
    </>
  );
});
RowTools.displayName = 'RowTools';
