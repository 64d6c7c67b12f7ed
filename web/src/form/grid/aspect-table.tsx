import { useCallback, useContext, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Aspect, Group } from '../../../../src/questionnaire/questionnaire.js';
import type { ReturnedRow } from '../../api/types.js';
import { dateTime } from '../../i18n/dates.js';
import { titleOf, useLanguage, useTexts } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { announce, offer } from '../../ui/toasts.js';
import { PasteDialog } from './paste-dialog.js';
import { ChannelsPopover } from './channels-popover.js';
import { rowHelps, rowTitles } from '../../answers/answer-text.js';
import { useAspect, useForm } from '../saving/context.js';
import { focusCell, useFocusFromLink } from '../../answers/focus.js';
import { filled, focusCount, focusNextCount, gridAction, moveFocus } from './keyboard.js';
import { usePaste } from './use-paste.js';
import { repeated } from './repeat.js';
import { RestButton } from './rest-button.js';
import type { RowView } from '../saving/row-view.js';
import { answered, answerHas, clearsAnswers, draftOf, sameDraft, toggled } from '../../answers/draft.js';
import { Row } from './row.js';
import { TableHead, tableProps } from '../../answers/table-head.js';
import { fieldAt, layoutOf } from '../../answers/columns.js';
import { columnFields, fieldsBesideLastYear } from '../../answers/fields.js';
import { LastCountsContext } from '../last-counts.js';

interface AspectTableProps {
  readonly aspect: Aspect;
  /** What the province wants corrected. */
  readonly returned: ReadonlyMap<string, ReturnedRow>;
  readonly onAdd: (group: Group) => void;
  /** There is nothing to add to an aspect without rows: it is saved as it is. */
  readonly onNone: () => void;
  readonly onRemove: (rowId: string) => void;
  readonly onDetails: (rowId: string) => void;
}

export const AspectTable = ({ aspect, returned, onAdd, onNone, onRemove, onDetails }: AspectTableProps) => {
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
  const [channels, setChannels] = useState<{ rowId: string; trigger: HTMLElement } | null>(null);
  const { onPaste, leftOut, closeLeftOut } = usePaste(aspect.id);
  // oxlint-disable-next-line react/exhaustive-deps -- the titles follow the language
  const titles = useMemo(() => rowTitles(store.questionnaire), [store, language]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the explanations follow the language
  const helps = useMemo(() => rowHelps(store.questionnaire), [store, language]);
  const titleOfRow = (rowId: string): string => titles.get(rowId) ?? store.row(rowId)?.row.title ?? '';
  const only = aspect.groups[0];
  const openChannels = useCallback(
    (rowId: string, trigger: HTMLElement) => setChannels({ rowId, trigger }),
    [],
  );
  useFocusFromLink(table);

  const answer = (view: RowView, has: boolean): void => {
    const next = answerHas(view.draft, has);
    const step = store.edit(view.row.id, next);
    if (!clearsAnswers(view.draft, next)) return;
    offer(t('form.cleared', { title: titleOfRow(view.row.id) }), {
      label: t('common.undo'),
      run: () => store.takeBack(step),
    });
  };
  const toggleStep = ({ row, draft }: RowView, number: number): void => {
    const step = store.questionnaire.processSteps.find((each) => each.number === number);
    if (step) store.edit(row.id, answered(draft, 'steps', toggled(draft.steps, step.id)));
  };
  /** Rows of the group without an answer become ไม่มี · ไม่จำเป็น; all others stay. */
  const answerRest = (group: Group): void => {
    const no = { ...answerHas(draftOf(null), false), isNeeded: false };
    const rest = store
      .rowsOf(aspect.id)
      .filter(({ row, draft }) => row.groupId === group.id && sameDraft(draft, draftOf(null)));
    if (rest.length === 0) return announce(t('form.rest.none'));
    const step = store.editMany(new Map(rest.map(({ row }) => [row.id, no])));
    offer(t('form.rest.done', { count: rest.length }), {
      label: t('common.undo'),
      run: () => store.takeBack(step),
    });
  };

  /** Steps and channels as in the row before; what differs from row to row is the count, which takes the focus. */
  const repeat = useCallback(
    (rowId: string): void => {
      const next = repeated(store, rowId);
      if (!next) return announce(t('form.repeat.none'));
      const replaced = !sameDraft(store.row(rowId)?.draft ?? next, draftOf(null));
      const step = store.edit(rowId, next);
      if (replaced)
        offer(t('form.repeat.done'), { label: t('common.undo'), run: () => store.takeBack(step) });
      // The count can take the focus once the row is shown with it.
      setTimeout(() => focusCount(table.current, rowId));
    },
    [store, t],
  );

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
    else if (action.do === 'repeat') repeat(row);
    else if (action.do === 'next-count') focusNextCount(event.currentTarget, target);
    else if (action.do === 'answer') {
      answer(view, action.has);
      // A cell that is not asked any more cannot keep the focus.
      setTimeout(() => document.activeElement === target || focusCell(table.current, row, 'hasEService'));
    } else if (action.do === 'step') toggleStep(view, action.number);
    else {
      const changes = filled(store, action.do, row, fieldAt(layout, Number(col)));
      if (changes.size === 0) return;
      const step = store.editMany(changes);
      offer(t(`form.${action.do}`, { count: changes.size }), {
        label: t('common.undo'),
        run: () => store.takeBack(step),
      });
    }
  };

  return (
    <>
      {aspect.addRow === 'aspect-button' && only && (
        <div className="aspect-tools">
          <button type="button" className="button" onClick={() => onAdd(only)}>
            {t('form.add')}
          </button>
          {rowIds.length === 0 && (
            <button type="button" className="button" onClick={onNone}>
              {t('form.none-to-add')}
            </button>
          )}
          {only.implicit && rowIds.length > 0 && (
            <RestButton title={titleOf(aspect)} onRest={() => answerRest(only)} />
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
        aria-labelledby="aspect-heading"
      >
        <TableHead layout={layout} action />
        {aspect.groups.map((group) => (
          <tbody key={group.id} role="rowgroup">
            {!group.implicit && (
              <tr role="row" className="group-row">
                <th role="rowheader" scope="rowgroup" colSpan={layout.span}>
                  {titleOf(group)} <RestButton title={titleOf(group)} onRest={() => answerRest(group)} />
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
                  onRepeat={repeat}
                />
              ))}
          </tbody>
        ))}
      </table>
      {rowIds.length === 0 && (
        <p className="empty">
          {savedAt ? t('form.none-saved', { time: dateTime(savedAt) }) : t('form.no-rows')}
        </p>
      )}
      {leftOut && <PasteDialog {...leftOut} onClose={closeLeftOut} />}
      {channels && (
        <ChannelsPopover
          key={channels.rowId}
          {...channels}
          title={titleOfRow(channels.rowId)}
          onClose={() => setChannels(null)}
          onDone={() => setTimeout(() => focusCount(table.current, channels.rowId))}
        />
      )}
    </>
  );
};
