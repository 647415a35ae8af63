import { useEffect, useRef } from "react";

/** Key → what it does; "g o" is g and then o within a second. */
export type Bindings = Record<string, () => void>;

const SECOND_KEY_WITHIN_MS = 1_000;

/** Listens to single keys while nobody types text and no dialog or menu is open. */
export function useShortcuts(bindings: Bindings): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    let first = { key: "", at: 0 };
    const listen = (event: KeyboardEvent) => {
      // The second key of a chord that another listener took ends it here too.
      if (event.defaultPrevented) first = { key: "", at: 0 };
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusyElsewhere(event)) return;
      const chord = Date.now() - first.at < SECOND_KEY_WITHIN_MS ? `${first.key} ${event.key}` : "";
      const run = current.current[chord] ?? (first.key === "g" && chord ? undefined : current.current[event.key]);
      first = chord ? { key: "", at: 0 } : { key: event.key, at: event.key === "g" ? Date.now() : 0 };
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function isBusyElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input:not([type=radio]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]"))
    return true;
  // A scrolled text and a group of choices need the arrows themselves.
  if (event.key.startsWith("Arrow") && target?.closest("[data-own-arrows], [role=radiogroup], [role=tablist]"))
    return true;
  return document.querySelector("[role=dialog]") !== null;
}
