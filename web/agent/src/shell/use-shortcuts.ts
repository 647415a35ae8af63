import { useEffect, useRef } from "react";

/** Key → what it does; "g o" is g and then o within a second. */
export type Bindings = Record<string, () => void>;

const SECOND_KEY_WITHIN_MS = 1_000;

/**
 * Listens to single keys while nobody types text and no dialog or menu is open; with Shift, keys without a letter of
 * their own are "Shift+ArrowDown". `first`: before whatever else is bound to the same keys.
 */
export function useShortcuts(bindings: Bindings, { first = false } = {}): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    let begun = { key: "", at: 0 };
    const listen = (event: KeyboardEvent) => {
      // The second key of a chord that another listener took ends it here too.
      if (event.defaultPrevented) begun = { key: "", at: 0 };
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusyElsewhere(event)) return;
      const key = nameOf(event);
      const chord = Date.now() - begun.at < SECOND_KEY_WITHIN_MS ? `${begun.key} ${key}` : "";
      const run = current.current[chord] ?? (begun.key === "g" && chord ? undefined : current.current[key]);
      begun = chord ? { key: "", at: 0 } : { key, at: key === "g" ? Date.now() : 0 };
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", listen, first);
    return () => window.removeEventListener("keydown", listen, first);
  }, [first]);
}

/** Keys have no name of their own with Shift, unless they write something. */
function nameOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

export function isBusyElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input:not([type=radio]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]"))
    return true;
  // A scrolled text and a group of choices need the arrows themselves.
  if (event.key.startsWith("Arrow") && target?.closest("[data-own-arrows], [role=radiogroup], [role=tablist]"))
    return true;
  return document.querySelector("[role=dialog]") !== null;
}
