import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly wide?: boolean;
  readonly alert?: boolean;
}

/** Keeps the focus inside, returns it on closing, closes with Escape. */
export const Dialog = ({ title, onClose, children, actions, wide, alert }: DialogProps) => (
  <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
    <Modal className={wide ? 'modal modal-wide' : 'modal'}>
      <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        <Body>{children}</Body>
        <div className="dialog-actions">{actions}</div>
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);

const Body = ({ children }: { readonly children: ReactNode }) => {
  const body = useRef<HTMLDivElement>(null);
  useTabStopWhileScrolling(body);
  return (
    <div className="dialog-body" tabIndex={-1} ref={body}>
      {children}
    </div>
  );
};

/** Long text scrolls. It takes the focus, so that the keyboard can scroll it. */
const useTabStopWhileScrolling = (element: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => {
      current.tabIndex = current.scrollHeight > current.clientHeight ? 0 : -1;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
};
