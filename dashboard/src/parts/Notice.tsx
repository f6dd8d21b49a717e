import type { ReactNode } from "react";
import { Icon } from "./Icon";

type Props = {
  readonly tone: "warn" | "bad" | "info";
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
};

/** What happened, what still works, one action. */
export function Notice({ tone, title, children, action }: Props) {
  return (
    <div className={`notice ${tone}`}>
      <Icon name={tone === "info" ? "info" : "warning"} size={20} />
      <div>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}
