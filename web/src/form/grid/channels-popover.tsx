import { useRef, type KeyboardEvent } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { OTHER } from '../../../../src/questionnaire/answer.js';
import { channelsText } from '../../answers/answer-text.js';
import { answered, toggled, withCell } from '../../answers/draft.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { useForm, useRow } from '../saving/context.js';
import { rowBefore } from './repeat.js';

interface ChannelsPopoverProps {
  readonly rowId: string;
  readonly title: string;
  readonly trigger: HTMLElement;
  readonly onClose: () => void;
  /** Closed by a choice, to go on in the row. */
  readonly onDone: () => void;
}

/** One checklist for the whole table. It opens at the cell that asked for it. */
export const ChannelsPopover = ({ rowId, title, trigger, onClose, onDone }: ChannelsPopoverProps) => {
  const t = useTexts();
  const { store } = useForm();
  const view = useRow(rowId);
  const triggerRef = useRef(trigger);
  if (!view) return null;
  const { draft } = view;
  const { channels } = store.questionnaire;
  const before = rowBefore(store, rowId);
  const toggle = (id: string): void => {
    store.edit(rowId, answered(draft, 'channels', toggled(draft.channels, id)));
  };
  const done = (): void => {
    onClose();
    onDone();
  };
  const takeSame = (): void => {
    if (!before) return;
    store.edit(rowId, withCell(answered(draft, 'channels', []), before.draft, 'channels'));
    done();
  };
  /** Digits tick, as they do for the steps in the table. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const numbered = channels[Number(digit) - 1];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') done();
    else if (digit === '0') takeSame();
    else if (numbered) toggle(numbered.id);
    else return moveWithArrows(event);
    event.preventDefault();
  };
  return (
    <Popover
      className="popover"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
    >
      <Dialog className="channels" aria-label={`${t('col.channels')} — ${title}`}>
        <fieldset>
          <legend>{t('col.channels')}</legend>
          {channels.map((channel, index) => (
            <label key={channel.id} className="choice">
              <input
                type="checkbox"
                // The popover was opened to tick a box, so the first one takes the focus.
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus={index === 0}
                checked={draft.channels.includes(channel.id)}
                onChange={() => toggle(channel.id)}
                onKeyDown={onKeyDown}
              />
              <span className="choice-number" aria-hidden="true">
                {index + 1}
              </span>
              {titleOf(channel)}
            </label>
          ))}
        </fieldset>
        {draft.channels.includes(OTHER) && (
          <label className="field">
            <span>{t('col.other-channel')}</span>
            <input
              type="text"
              value={draft.otherChannel}
              onChange={(event) => store.edit(rowId, { ...draft, otherChannel: event.target.value }, true)}
              onBlur={() => store.endTyping()}
            />
          </label>
        )}
        {before && before.draft.channels.length > 0 && (
          <button type="button" className="button" onClick={takeSame}>
            {t('form.same-channels', { channels: channelsText(store.questionnaire, before.draft) })}
          </button>
        )}
        <button type="button" className="button button-primary" onClick={done}>
          {t('common.done')}
        </button>
      </Dialog>
    </Popover>
  );
};

const moveWithArrows = (event: KeyboardEvent<HTMLInputElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const boxes = [...(event.currentTarget.closest('fieldset')?.querySelectorAll('input') ?? [])];
  boxes[boxes.indexOf(event.currentTarget) + step]?.focus();
};
