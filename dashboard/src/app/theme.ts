import { useSyncExternalStore } from "react";
import { safeStorage } from "../chain";

/** Light, dark, or as the system is. `?theme=dark` in the address wins, for pictures. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "global-100.theme";
const storage = safeStorage();
const listeners = new Set<() => void>();

function themeOf(text: string | null): Theme | undefined {
  return THEMES.find((name) => name === text);
}

let theme: Theme = themeOf(new URLSearchParams(location.search).get("theme")) ?? themeOf(storage.getItem(KEY)) ?? "system";

/** The tokens follow the attribute; without it, the system. */
export function applyTheme(): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function setTheme(to: Theme): void {
  theme = to;
  storage.setItem(KEY, to);
  applyTheme();
  for (const changed of listeners) changed();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => theme,
  );
}
