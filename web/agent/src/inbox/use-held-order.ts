import { type RefObject, useEffect, useRef, useState } from "react";
import type { Conversation } from "../api/types.ts";

/** How long the pointer must rest before rows may move under it. */
const RESTS_AFTER_MS = 1_500;

/**
 * The rows in their order, except while the pointer moves over the list: then rows keep their places (their text
 * still changes), so that nobody clicks a conversation that has just slid under the pointer.
 */
export function useHeldOrder(
  rows: readonly Conversation[],
  list: RefObject<HTMLElement | null>,
): readonly Conversation[] {
  const aiming = useAiming(list);
  const shown = useRef<readonly Conversation[]>(rows);
  const result = aiming ? keepPlaces(shown.current, rows) : rows;
  useEffect(() => {
    shown.current = result;
  });
  return result;
}

function useAiming(list: RefObject<HTMLElement | null>): boolean {
  const [aiming, setAiming] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => setAiming(false);
    const move = (event: PointerEvent) => {
      if (event.pointerType !== "mouse") return;
      setAiming(true);
      clearTimeout(timer);
      timer = setTimeout(rest, RESTS_AFTER_MS);
    };
    element.addEventListener("pointermove", move, { passive: true });
    element.addEventListener("pointerleave", rest);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", rest);
    };
  }, [list]);
  return aiming;
}

/** Rows that were there keep their order, with their newest text; further pages follow; the rest waits. */
function keepPlaces(before: readonly Conversation[], now: readonly Conversation[]): readonly Conversation[] {
  const current = new Map(now.map((row) => [row.id, row]));
  const known = new Set(before.map(({ id }) => id));
  const lastKnown = now.findLastIndex(({ id }) => known.has(id));
  const kept = before.flatMap(({ id }) => current.get(id) ?? []);
  return [...kept, ...now.slice(lastKnown + 1)];
}
