import { memo } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';

interface ToolProps {
  readonly rowId: string;
  /** The tool's column. */
  readonly position: number;
  readonly icon: 'history' | 'repeat' | 'bin';
  readonly label: string;
  readonly onPress: (rowId: string) => void;
}

const Tool = ({ rowId, position, icon, label, onPress }: ToolProps) => (
  <button
    type="button"
    className={icon === 'bin' ? 'button-icon button-bin' : 'button-icon'}
    aria-label={label}
    title={label}
    data-row={rowId}
    data-col={position}
    onClick={() => onPress(rowId)}
  >
    <Icon name={icon} />
  </button>
);

interface RowToolsProps {
  readonly rowId: string;
  readonly title: string;
  /** Of the first tool among the columns. */
  readonly position: number;
  /** Only a row that the LAO added can be removed. */
  readonly removable: boolean;
  readonly onDetails: (rowId: string) => void;
  readonly onRemove: (rowId: string) => void;
  readonly onRepeat: (rowId: string) => void;
}

/** The buttons of a row. Typing in the row does not render them again. */
export const RowTools = memo(
  ({ rowId, title, position, removable, onDetails, onRemove, onRepeat }: RowToolsProps) => {
    const t = useTexts();
    const tool = (at: number) => ({ rowId, position: position + at });
    return (
      <>
        <Tool {...tool(0)} icon="history" label={t('details.open', { title })} onPress={onDetails} />
        <Tool {...tool(1)} icon="repeat" label={t('form.repeat', { title })} onPress={onRepeat} />
        {removable && <Tool {...tool(2)} icon="bin" label={t('form.remove', { title })} onPress={onRemove} />}
      </>
    );
  },
);
RowTools.displayName = 'RowTools';
