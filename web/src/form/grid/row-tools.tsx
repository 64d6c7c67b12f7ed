import { memo } from 'react';
import { useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';

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
    return (
      <>
        <button
          type="button"
          className="button-icon"
          aria-label={t('details.open', { title })}
          title={t('details.open', { title })}
          data-row={rowId}
          data-col={position}
          onClick={() => onDetails(rowId)}
        >
          <Icon name="history" />
        </button>
        <button
          type="button"
          className="button-icon"
          aria-label={t('form.repeat', { title })}
          title={t('form.repeat', { title })}
          data-row={rowId}
          data-col={position + 1}
          onClick={() => onRepeat(rowId)}
        >
          <Icon name="repeat" />
        </button>
        {removable && (
          <button
            type="button"
            className="button-icon button-bin"
            aria-label={t('form.remove', { title })}
            title={t('form.remove', { title })}
            data-row={rowId}
            data-col={position + 2}
            onClick={() => onRemove(rowId)}
          >
            <Icon name="bin" />
          </button>
        )}
      </>
    );
  },
);
RowTools.displayName = 'RowTools';
