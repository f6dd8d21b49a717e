import { type ReactNode, useId } from "react";

type Props = {
  readonly title: ReactNode;
  /** Beside the title: a link, a choice. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A region of a screen, named by its heading. */
export function Card({ title, actions, className, children }: Props) {
  const id = useId();
  return (
    <section className={className === undefined ? "card" : `card ${className}`} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
