import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

export type Tone = "plain" | "ok" | "bad" | "warn";

/** A state in a word. The word says it; icon and colour repeat it. */
export function Chip({ tone = "plain", icon, children }: { readonly tone?: Tone; readonly icon?: IconName; readonly children: ReactNode }) {
  return (
    <span className={tone === "plain" ? "chip" : `chip ${tone}`}>
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
