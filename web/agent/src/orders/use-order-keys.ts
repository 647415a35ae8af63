import type { KeyboardEvent, RefObject } from "react";
import { useShortcuts } from "../shell/use-shortcuts.ts";

/**
 * `o` goes to the orders, arrows from one to the next, `d` opens what can be done with the one that has the focus, or
 * with the first.
 */
export function useOrderKeys(section: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const heads = () => [...(section.current?.querySelectorAll<HTMLElement>("[data-order-head]") ?? [])];
  useShortcuts({
    o: () => heads()[0]?.focus(),
    d: () => {
      const order = document.activeElement?.closest("[data-order]");
      const inside = order && section.current?.contains(order) ? order : section.current;
      inside?.querySelector<HTMLElement>("[data-order-menu]")?.click();
    },
  });
  return (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const order = event.target instanceof Element ? event.target.closest("[data-order]") : null;
    if (by === undefined || !order || event.target instanceof HTMLInputElement) return;
    const all = heads();
    const at = all.findIndex((head) => order.contains(head));
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  };
}
