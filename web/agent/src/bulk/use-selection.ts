import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isBusyElsewhere, useShortcuts } from "../shell/use-shortcuts.ts";
import { everything, extend, nothing, toggle, visible } from "./selection.ts";

export interface Selected {
  ids: ReadonlySet<string>;
  /** Also what is not loaded. */
  all: boolean;
  /** A click, or a key on a row; with Shift it extends. */
  onCheck: (id: string, isStretch: boolean) => void;
  clear: () => void;
}

/**
 * The rows chosen in a list: `x` chooses the row with the focus, Shift with the arrows or a click a stretch, Ctrl+A
 * everything, Escape nothing.
 */
export function useSelection({
  list,
  rows,
  selectedId,
  isLoaded,
  may,
  move,
}: {
  list: RefObject<HTMLElement | null>;
  rows: readonly { id: string }[];
  /** The open conversation, which is meant while no row has the focus. */
  selectedId: string | undefined;
  /** Whether there are no further pages. */
  isLoaded: boolean;
  may: boolean;
  move: (by: 1 | -1) => void;
}): Selected {
  const [selection, setSelection] = useState(nothing);
  const shown = rows.map(({ id }) => id);
  const current = useRef({ shown, isLoaded });
  useEffect(() => {
    current.current = { shown, isLoaded };
  });
  const onCheck = useCallback((id: string, isStretch: boolean) => {
    const change = isStretch ? extend : toggle;
    setSelection((before) => change(before, id, current.current.shown));
  }, []);
  const clear = useCallback(() => setSelection(nothing), []);
  const meant = () => focusedRow(list.current) ?? shown.find((id) => id === selectedId) ?? null;
  const stretch = (by: 1 | -1) => {
    const from = meant();
    move(by);
    const to = focusedRow(list.current);
    if (!to) return;
    setSelection((before) => {
      const begun = before.anchor !== null || from === null ? before : { ...before, anchor: from };
      return extend(begun, to, shown);
    });
  };
  const selected = visible(selection, shown);
  const choose = () => {
    const id = meant();
    if (id) onCheck(id, false);
  };
  const [down, up] = [() => stretch(1), () => stretch(-1)];
  useShortcuts(may ? { x: choose, "Shift+ArrowDown": down, "Shift+ArrowUp": up, J: down, K: up } : {});
  useShortcuts(selected.length > 0 ? { Escape: clear } : {}, { first: true });
  const isChoosing = selected.length > 0;
  useEffect(() => {
    if (!may) return;
    const listen = (event: KeyboardEvent) => {
      const isAll = (event.ctrlKey || event.metaKey) && event.key === "a" && !event.shiftKey && !event.altKey;
      const isHere = isChoosing || list.current?.contains(document.activeElement);
      if (!isAll || !isHere || isBusyElsewhere(event)) return;
      event.preventDefault();
      setSelection(everything(current.current.shown, current.current.isLoaded));
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [may, list, isChoosing]);
  return { ids: new Set(selected), all: selection.all && isChoosing, onCheck, clear };
}

function focusedRow(list: HTMLElement | null): string | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && list?.contains(active) ? (active.dataset.conversation ?? null) : null;
}
