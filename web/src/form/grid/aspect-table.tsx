import { useCallback, useContext, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { Aspect } from '../../../../src/questionnaire/questionnaire.js';
import type { ReturnedRow } from '../../api/types.js';
import { rowHelps, rowTitles } from '../../answers/answer-text.js';
import { fieldAt, layoutOf } from '../../answers/columns.js';
import { columnFields, fieldsBesideLastYear } from '../../answers/fields.js';
import { focusCell, useFocusFromLink } from '../../answers/focus.js';
import { TableHead, tableProps } from '../../answers/table-head.js';
import { comparable } from '../../answers/titles.js';
import { dateTime } from '../../i18n/dates.js';
import { titleOf, useLanguage, useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { LastCountsContext } from '../last-counts.js';
import { NewRow } from '../own-rows/new-row.js';
import { useNewRow } from '../own-rows/use-new-row.js';
import type { OwnRows } from '../own-rows/use-own-rows.js';
import { useAspect, useForm } from '../saving/context.js';
import { ChannelsPopover } from './channels-popover.js';
import { focusCount, focusNextCount, gridAction, moveFocus } from './keyboard.js';
import { PasteDialog } from './paste-dialog.js';
import { RestButton } from './rest-button.js';
import { Row } from './row.js';
import { RowMenu, type RowAct } from './row-menu.js';
import { useEdits } from './use-edits.js';
import { useFillHandle } from './use-fill-handle.js';
import { ThaiText } from '../../ui/thai-text.js';
import { usePaste } from './use-paste.js';

interface AspectTableProps {
  readonly aspect: Aspect;
  /** What the province wants corrected. */
  readonly returned: ReadonlyMap<string, ReturnedRow>;
  readonly ownRows: OwnRows;
  /** There is nothing to add to an aspect without rows: it is saved as it is. */
  readonly onNone: () => void;
  readonly onDetails: (rowId: string) => void;
}

/** What is open at a row, and the button that opened it. */
interface OpenAt {
  readonly is: 'channels' | 'menu';
  readonly rowId: string;
  readonly trigger: HTMLElement;
}

export const AspectTable = ({ aspect, returned, ownRows, onNone, onDetails }: AspectTableProps) => {
  const t = useTexts();
  const language = useLanguage();
  const { store } = useForm();
  const { rowIds, savedAt } = useAspect(aspect.id);
  const lastYear = useContext(LastCountsContext).size > 0;
  const layout = useMemo(
    () => layoutOf(store.questionnaire, lastYear ? fieldsBesideLastYear : columnFields),
    [store, lastYear],
  );
  const table = useRef<HTMLTableElement>(null);
  const [openAt, setOpenAt] = useState<OpenAt | null>(null);
  const { onPaste, leftOut, closeLeftOut } = usePaste(aspect.id);
  const edits = useEdits(aspect.id, table);
  const handle = useFillHandle(edits);
  const newRow = useNewRow(aspect.id);
  // oxlint-disable-next-line react/exhaustive-deps -- the titles follow the language
  const titles = useMemo(() => rowTitles(store.questionnaire), [store, language]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the explanations follow the language
  const helps = useMemo(() => rowHelps(store.questionnaire), [store, language]);
  const titleOfRow = (rowId: string): string => titles.get(rowId) ?? store.row(rowId)?.row.title ?? '';
  const twins = titlesTwice(rowIds.map((rowId) => store.row(rowId)?.row.title ?? ''));
  const only = aspect.groups[0];
  const openChannels = useCallback(
    (rowId: string, trigger: HTMLElement) => setOpenAt({ is: 'channels', rowId, trigger }),
    [],
  );
  const openMenu = useCallback(
    (rowId: string, trigger: HTMLElement) => setOpenAt({ is: 'menu', rowId, trigger }),
    [],
  );
  useFocusFromLink(table);

  const actOnRow = (rowId: string, act: RowAct): void => {
    if (act === 'repeat') edits.repeat(rowId);
    else if (act === 'fill-row') edits.fill('fill-row', rowId, 'hasEService');
    else if (act === 'fill-next') edits.fillNext(rowId, 'next');
    else if (act === 'fill-rest') edits.fillNext(rowId, 'group');
    else onDetails(rowId);
  };
  const addRow = async (groupId: string, title: string): Promise<void> => {
    const rowId = await ownRows.add(aspect.id, groupId, title);
    // A person who went on elsewhere stays there.
    const waits = document.activeElement?.matches('.title-input, body') ?? true;
    newRow.close();
    if (waits) setTimeout(() => focusCell(table.current, rowId, 'hasEService'));
  };
  const leaveNewRow = (groupId: string, byKey: boolean): void => {
    newRow.close();
    if (byKey) document.querySelector<HTMLElement>(`[data-adds="${CSS.escape(groupId)}"]`)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const target = event.target as HTMLElement;
    const { row, col } = target.dataset;
    if (!row || col === undefined) return;
    const view = store.row(row);
    if (!view) return;
    const action = gridAction(event.nativeEvent, target, view.draft.hasEService);
    if (!action) return;
    event.preventDefault();
    if (action.do === 'move') moveFocus(event.currentTarget, target, action.dx, action.dy);
    else if (action.do === 'details') onDetails(row);
    else if (action.do === 'repeat') edits.repeat(row);
    else if (action.do === 'next-count') focusNextCount(event.currentTarget, target);
    else if (action.do === 'answer') {
      flushSync(() => edits.answer(view, action.has));
      // A cell that is not asked any more cannot keep the focus.
      if (target.matches(':disabled')) focusCell(table.current, row, 'hasEService');
    } else if (action.do === 'step') edits.toggleStep(view, action.number);
    else edits.fill(action.do, row, fieldAt(layout, Number(col)));
  };

  return (
    <>
      {aspect.addRow === 'aspect-button' && only && (
        <div className="aspect-tools">
          <button type="button" className="button" data-adds={only.id} onClick={() => newRow.open(only.id)}>
            {t('form.add')}
          </button>
          {rowIds.length === 0 && (
            <button type="button" className="button" onClick={onNone}>
              {t('form.none-to-add')}
            </button>
          )}
          {only.implicit && rowIds.length > 0 && (
            <RestButton title={titleOf(aspect)} onRest={() => edits.answerRest(only)} />
          )}
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the controls inside */}
      <table
        {...tableProps(layout)}
        role="table"
        ref={table}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        {...handle}
        aria-labelledby="aspect-heading"
      >
        <TableHead layout={layout} action />
        {aspect.groups.map((group) => (
          <tbody key={group.id} role="rowgroup">
            {!group.implicit && (
              <tr role="row" className="group-row">
                <th role="rowheader" scope="rowgroup" colSpan={layout.span}>
                  <ThaiText>{titleOf(group)}</ThaiText>{' '}
                  <RestButton title={titleOf(group)} onRest={() => edits.answerRest(group)} />
                </th>
                <td role="cell" className="cell-action">
                  <button
                    type="button"
                    className="button-icon"
                    aria-label={t('form.add-in-group', { title: titleOf(group) })}
                    title={t('form.add-in-group', { title: titleOf(group) })}
                    data-adds={group.id}
                    onClick={() => newRow.open(group.id)}
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
                  twin={twins.has(comparable(store.row(rowId)?.row.title ?? ''))}
                  onRename={ownRows.rename}
                  onRemove={ownRows.remove}
                  onRepeat={edits.repeat}
                  onMenu={openMenu}
                />
              ))}
            {newRow.line?.groupId === group.id && (
              <NewRow
                columns={layout.span + 1}
                title={newRow.line.title}
                onChange={newRow.type}
                onAdd={(title) => addRow(group.id, title)}
                onLeave={(byKey) => leaveNewRow(group.id, byKey)}
              />
            )}
          </tbody>
        ))}
      </table>
      {rowIds.length === 0 && !newRow.line && (
        <p className="empty">
          {savedAt ? t('form.none-saved', { time: dateTime(savedAt) }) : t('form.no-rows')}
        </p>
      )}
      {leftOut && <PasteDialog {...leftOut} onClose={closeLeftOut} />}
      {openAt?.is === 'menu' && (
        <RowMenu
          key={openAt.rowId}
          trigger={openAt.trigger}
          title={titleOfRow(openAt.rowId)}
          onAct={(act) => actOnRow(openAt.rowId, act)}
          onClose={() => setOpenAt(null)}
        />
      )}
      {openAt?.is === 'channels' && (
        <ChannelsPopover
          key={openAt.rowId}
          rowId={openAt.rowId}
          trigger={openAt.trigger}
          title={titleOfRow(openAt.rowId)}
          onClose={() => setOpenAt(null)}
          onDone={() => setTimeout(() => focusCount(table.current, openAt.rowId))}
        />
      )}
    </>
  );
};

/** The titles that more than one row has. */
const titlesTwice = (titles: readonly string[]): ReadonlySet<string> => {
  const all = titles.map(comparable);
  return new Set(all.filter((title, index) => all.indexOf(title) < index));
};
