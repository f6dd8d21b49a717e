/** Tells a screen reader what happened without moving the focus. The shell has the region. */
export const LIVE_REGION = "live";

export function say(text: string): void {
  const region = document.getElementById(LIVE_REGION);
  if (region === null) return;
  // The same sentence again is a change too.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
