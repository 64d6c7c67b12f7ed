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
/** One that can be acted on stays long enough to be reached with the keyboard. */
const ACTION_SHOWN_MS = 20_000;

const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));

/** Says something that happened, to eyes and to screen readers. */
export const announce = (text: string, action?: Toast['action']): void => {
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
