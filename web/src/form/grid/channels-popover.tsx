import { useRef } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { OTHER } from '../../../../src/questionnaire/answer.js';
import { titleOf, useTexts } from '../../i18n/language.js';
import { useForm, useRow } from '../saving/context.js';
import { answered, toggled } from '../../answers/draft.js';

interface ChannelsPopoverProps {
  readonly rowId: string;
  readonly title: string;
  readonly trigger: HTMLElement;
  readonly onClose: () => void;
}

/** One popover for the whole table; it opens at the cell that asked for it. */
export const ChannelsPopover = ({ rowId, title, trigger, onClose }: ChannelsPopoverProps) => {
  const t = useTexts();
  const { store } = useForm();
  const view = useRow(rowId);
  const triggerRef = useRef(trigger);
  if (!view) return null;
  const { draft } = view;
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
          {store.questionnaire.channels.map((channel, index) => (
            <label key={channel.id} className="choice">
              <input
                type="checkbox"
                // The popover was opened to tick a box, so the first one takes the focus.
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus={index === 0}
                checked={draft.channels.includes(channel.id)}
                onChange={() =>
                  store.edit(rowId, answered(draft, 'channels', toggled(draft.channels, channel.id)))
                }
                onKeyDown={moveWithArrows}
              />
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
        <button type="button" className="button button-primary" onClick={onClose}>
          {t('common.done')}
        </button>
      </Dialog>
    </Popover>
  );
};

const moveWithArrows = (event: React.KeyboardEvent<HTMLInputElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const boxes = [...(event.currentTarget.closest('fieldset')?.querySelectorAll('input') ?? [])];
  boxes[boxes.indexOf(event.currentTarget) + step]?.focus();
};
