import { useLayoutEffect, useRef } from "react";

/**
 * Alt and a letter, also while she writes: a call does not wait until a sentence is finished. Heard from the moment it is
 * seen that there is a call: who is quick must not press for nothing.
 */
export function useCallKeys(bindings: Record<string, (() => void) | undefined>): void {
  const current = useRef(bindings);
  useLayoutEffect(() => {
    current.current = bindings;
  });
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // By its place: with Alt, a Mac writes another letter.
      const run = current.current[event.code.replace(/^Key/, "").toLowerCase()];
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, []);
}
