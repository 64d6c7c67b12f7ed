import type { ReactNode } from 'react';
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

/** Keeps the focus inside, gives it back where it came from, closes with Escape. */
export const Dialog = ({ title, onClose, children, actions, wide, alert }: DialogProps) => (
  <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
    <Modal className={wide ? 'modal modal-wide' : 'modal'}>
      <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        <div className="dialog-body" tabIndex={-1}>
          {children}
        </div>
        <div className="dialog-actions">{actions}</div>
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
