import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Aspect, Group } from '../../../../src/questionnaire/questionnaire.js';
import type { ReturnedRow } from '../../api/types.js';
import { titleOf, useLanguage, useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { announce } from '../../ui/toasts.js';
import { ChannelsPopover } from './channels-popover.js';
import { rowHelps, rowTitles } from '../../answers/answer-text.js';
import { useAspect, useForm } from '../saving/context.js';
import { useFocusFromLink } from '../../answers/focus.js';
import { filled, gridAction, moveFocus } from './keyboard.js';
import { Row } from './row.js';
import { TableHead, tableProps } from '../../answers/table-head.js';
import { fieldAt, layoutOf } from '../../answers/columns.js';

interface AspectTableProps {
  readonly aspect: Aspect;
  /** What the province wants corrected. */
  readonly returned: ReadonlyMap<string, ReturnedRow>;
  readonly onAdd: (group: Group) => void;
  readonly onRemove: (rowId: string) => void;
  readonly onDetails: (rowId: string) => void;
}

export const AspectTable = ({ aspect, returned, onAdd, onRemove, onDetails }: AspectTableProps) => {
  const t = useTexts();
  const language = useLanguage();
  const { store } = useForm();
  const { rowIds } = useAspect(aspect.id);
  const layout = useMemo(() => layoutOf(store.questionnaire), [store]);
  const table = useRef<HTMLTableElement>(null);
  const [channels, setChannels] = useState<{ rowId: string; trigger: HTMLElement } | null>(null);
  // oxlint-disable-next-line react/exhaustive-deps -- the titles follow the language
  const titles = useMemo(() => rowTitles(store.questionnaire), [store, language]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the explanations follow the language
  const helps = useMemo(() => rowHelps(store.questionnaire), [store, language]);
  const titleOfRow = (rowId: string): string => titles.get(rowId) ?? store.row(rowId)?.row.title ?? '';
  const openChannels = useCallback(
    (rowId: string, trigger: HTMLElement) => setChannels({ rowId, trigger }),
    [],
  );
  useFocusFromLink(table);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const target = event.target as HTMLElement;
    const { row, col } = target.dataset;
    if (!row || col === undefined) return;
    const action = gridAction(event.nativeEvent, target);
    if (!action) return;
    event.preventDefault();
    if (action.do === 'move') moveFocus(event.currentTarget, target, action.dx, action.dy);
    else if (action.do === 'details') onDetails(row);
    else if (action.do === 'undo') store.undo();
    else {
      const changes = filled(store, action.do, row, fieldAt(layout, Number(col)));
      if (changes.size === 0) return;
      store.editMany(changes);
      announce(t(`form.${action.do}`, { count: changes.size }), {
        label: t('common.undo'),
        run: () => store.undo(),
      });
    }
  };

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the controls inside */}
      <table
        {...tableProps(layout)}
        role="table"
        ref={table}
        onKeyDown={onKeyDown}
        aria-labelledby="aspect-heading"
      >
        <TableHead layout={layout} action />
        {aspect.groups.map((group) => (
          <tbody key={group.id} role="rowgroup">
            {!group.implicit && (
              <tr role="row" className="group-row">
                <th role="rowheader" scope="rowgroup" colSpan={layout.span}>
                  {titleOf(group)}
                </th>
                <td role="cell" className="cell-action">
                  <button
                    type="button"
                    className="button-icon"
                    aria-label={t('form.add-in-group', { title: titleOf(group) })}
                    title={t('form.add-in-group', { title: titleOf(group) })}
                    onClick={() => onAdd(group)}
                  >
                    <Icon name="plus" />
                  </button>
                </td>
              </tr>
            )}
            {rowIds
              .filter((rowId) => store.row(rowId)?.row.groupId === group.id)
              .map((rowId) => (
                <Row
                  key={rowId}
                  rowId={rowId}
                  title={titleOfRow(rowId)}
                  help={helps.get(rowId) ?? ''}
                  layout={layout}
                  returned={returned.get(rowId)}
                  onDetails={onDetails}
                  onChannels={openChannels}
                  onRemove={onRemove}
                />
              ))}
          </tbody>
        ))}
      </table>
      {rowIds.length === 0 && <p className="empty">{t('form.no-rows')}</p>}
      {aspect.addRow === 'aspect-button' && aspect.groups[0] && (
        <button type="button" className="button add-row" onClick={() => onAdd(aspect.groups[0] as Group)}>
          {t('form.add')}
        </button>
      )}
      {channels && (
        <ChannelsPopover {...channels} title={titleOfRow(channels.rowId)} onClose={() => setChannels(null)} />
      )}
    </>
  );
};
