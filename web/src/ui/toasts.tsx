import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
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

/** Where toasts are shown. A page with a bar at the bottom shows them in the bar, so that they cover nothing. */
const place = createSignal<HTMLElement | null>(null);

export const ToastPlace = () => (
  <div
    className="toast-place"
    ref={(element) => {
      place.set(element);
      return () => place.set(null);
    }}
  />
);

export const Toasts = () => {
  const bar = useSignal(place);
  return bar ? createPortal(<Shown />, bar) : <Shown />;
};

const Shown = () => {
  const t = useTexts();
  const shown = useSignal(toasts);
  const region = useRef<HTMLDivElement>(null);
  // A toast that goes takes its buttons with it: the focus returns to where it was.
  const before = useRef<EventTarget | null>(null);
  const [holds, setHolds] = useState(false);
  const focusBack = (): void => {
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    else document.getElementById('main')?.focus();
  };
  useEffect(() => {
    const newest = region.current?.lastElementChild;
    if (holds && !newest?.contains(document.activeElement)) focusBack();
    // oxlint-disable-next-line react/exhaustive-deps -- only a change of the toasts takes one away
  }, [shown]);
  const close = (id: number): void => {
    focusBack();
    dismiss(id);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it notes where the focus comes from
    <div
      className="toasts"
      ref={region}
      role="status"
      aria-live="polite"
      onFocus={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget;
        setHolds(true);
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) setHolds(false);
      }}
    >
      {shown.map(({ id, text, action }) => (
        <div className="toast" key={id}>
          <span>{text}</span>
          {action && (
            <button
              className="button-link"
              onClick={() => {
                close(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button className="button-icon" aria-label={t('common.close')} onClick={() => close(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
};
