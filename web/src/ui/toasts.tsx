import { useTexts } from '../i18n/language.js';
import { Icon } from './icons.js';
import { createSignal, useSignal } from '../hooks/signal.js';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const toasts = createSignal<readonly Toast[]>([]);
let nextId = 1;
const SHOWN_MS = 6_000;
/** A message with a button stays long enough for the keyboard. */
const ACTION_SHOWN_MS = 20_000;

const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));

/** Shows a message, and has screen readers say it. */
export const announce = (text: string): void => show(text, undefined);

/** The same with a button, for as long as what it does makes sense. */
export const offer = (text: string, action: NonNullable<Toast['action']>): void => show(text, action);

/** Takes all buttons away: after a save or on another page they would undo something else than they say. */
export const withdrawOffers = (): void => toasts.set(toasts.get().filter(({ action }) => !action));

const show = (text: string, action: Toast['action']): void => {
  const id = nextId++;
  toasts.set([...toasts.get().slice(-2), { id, text, action }]);
  setTimeout(() => dismiss(id), action ? ACTION_SHOWN_MS : SHOWN_MS);
};

export const Toasts = () => {
  const t = useTexts();
  const shown = useSignal(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, action }) => (
        <div className="toast" key={id}>
          <span>{text}</span>
          {action && (
            <button
              className="button-link"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button className="button-icon" aria-label={t('common.close')} onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
};
