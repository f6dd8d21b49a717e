import { type ReactNode, useEffect, useId, useRef } from "react";
import { parts } from "../words/parts";

type Props = {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Beside "Close". */
  readonly actions?: ReactNode;
  readonly className?: string;
};

/** The browser's own dialog: Escape closes it, the focus stays inside and returns to where it was. */
export function Dialog({ title, open, onClose, children, actions, className = "" }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    if (box === null) return;
    if (open && !box.open) box.showModal();
    if (!open && box.open) box.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={id}
      onClose={onClose}
      // A click on the backdrop has the dialog itself as its target.
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {open && (
        <div>
          <h2 id={id}>{title}</h2>
          {children}
          <div className="dialog-foot">
            {actions}
            <button type="button" className="btn small" onClick={onClose}>
              {parts.close}
            </button>
          </div>
        </div>
      )}
    </dialog>
  );
}
