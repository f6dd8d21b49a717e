import { type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from "react";

type Props = {
  /** What is explained, as it stands in the text. */
  readonly children: ReactNode;
  readonly text: string;
  readonly className?: string;
};

const MARGIN = 16;
const DISTANCE = 8;

/**
 * A word with an explanation: by pointer, by focus, by a tap. Escape closes it. The explanation is in the top layer, so
 * that it stands above a dialog too, and stays while the pointer is on it.
 */
export function Tip({ children, text, className = "term" }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const closing = useRef<ReturnType<typeof setTimeout> | null>(null);

  const show = useCallback(() => {
    if (closing.current !== null) clearTimeout(closing.current);
    setOpen(true);
  }, []);
  // A moment, in which the pointer may move from the word to its explanation.
  const leave = useCallback(() => {
    closing.current = setTimeout(() => setOpen(false), 100);
  }, []);
  useEffect(() => () => {
    if (closing.current !== null) clearTimeout(closing.current);
  }, []);

  useLayoutEffect(() => {
    const [word, box] = [button.current, tip.current];
    if (!open || word === null || box === null) return;
    box.showPopover?.();
    const at = word.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - box.offsetWidth - MARGIN);
    const above = at.top - box.offsetHeight - DISTANCE;
    box.style.left = `${Math.max(MARGIN, left)}px`;
    box.style.top = `${above >= MARGIN ? above : at.bottom + DISTANCE}px`;
    const close = () => setOpen(false);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // The dialog around it stays open.
      event.preventDefault();
      close();
    };
    addEventListener("scroll", close, { capture: true, passive: true });
    document.addEventListener("keydown", onKey, true);
    return () => {
      removeEventListener("scroll", close, { capture: true });
      document.removeEventListener("keydown", onKey, true);
    };
  }, [open]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-describedby={open ? id : undefined}
        onPointerEnter={(event) => event.pointerType === "mouse" && show()}
        onPointerLeave={(event) => event.pointerType === "mouse" && leave()}
        onFocus={show}
        onBlur={leave}
        onClick={show}
      >
        {children}
      </button>
      {open && (
        <span ref={tip} id={id} role="tooltip" className="tip" popover="manual" onPointerEnter={show} onPointerLeave={leave}>
          {text}
        </span>
      )}
    </>
  );
}
