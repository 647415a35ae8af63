import { type RefObject, useEffect } from "react";
import { useLocation } from "wouter";

/** Walks the rows of the log with the keyboard; Enter on a row opens its conversation. */
export function useRows(list: RefObject<HTMLElement | null>, isShown: boolean): (by: 1 | -1) => void {
  const [, go] = useLocation();
  useEffect(() => {
    const element = isShown ? list.current : null;
    if (!element) return;
    const open = ({ key, target }: KeyboardEvent) => {
      const id = key === "Enter" && target instanceof HTMLLIElement && target.dataset.conversation;
      if (id) go(`/inbox/open/${id}`);
    };
    element.addEventListener("keydown", open);
    return () => element.removeEventListener("keydown", open);
  }, [list, isShown, go]);
  return (by) => {
    const rows = [...(list.current?.children ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = at === -1 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (row instanceof HTMLElement) row.focus();
  };
}
