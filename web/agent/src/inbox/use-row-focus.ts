import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { Conversation } from "../api/types.ts";

/**
 * Moves the focus from row to row, starting at the open conversation. A row that moves in the list keeps the focus,
 * and when the open conversation leaves the list, the next move starts from where it was.
 */
export function useRowFocus(
  list: RefObject<HTMLElement | null>,
  rows: readonly Conversation[],
  selectedId: string | undefined,
): (by: 1 | -1) => void {
  const focused = useRef<string | null>(null);
  const place = useRef(-1);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const note = (event: FocusEvent) => {
      focused.current = event.target instanceof HTMLElement ? (event.target.dataset.conversation ?? null) : null;
    };
    const forget = () => {
      focused.current = null;
    };
    element.addEventListener("focusin", note);
    window.addEventListener("pointerdown", forget);
    return () => {
      element.removeEventListener("focusin", note);
      window.removeEventListener("pointerdown", forget);
    };
  }, [list]);

  useLayoutEffect(() => {
    const index = rows.findIndex(({ id }) => id === (focused.current ?? selectedId));
    if (index >= 0) place.current = index;
    // The browser drops the focus of an element that moves in the document.
    if (focused.current && document.activeElement === document.body) {
      rowElement(list.current, focused.current)?.focus({ preventScroll: true });
    }
  }, [rows, selectedId, list]);

  return useCallback(
    (by) => {
      const active = document.activeElement;
      const from =
        active instanceof HTMLElement && list.current?.contains(active) ? active.dataset.conversation : selectedId;
      const at = rows.findIndex(({ id }) => id === from);
      // Gone from the list: the row now in its place is the next one.
      const start = at >= 0 ? at : place.current - (by > 0 ? 1 : 0);
      const target = rows[Math.min(rows.length - 1, Math.max(0, start + by))];
      if (!target) return;
      place.current = rows.indexOf(target);
      const element = rowElement(list.current, target.id);
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest" });
    },
    [list, rows, selectedId],
  );
}

function rowElement(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`) ?? null;
}
