import { type RefObject, useLayoutEffect } from "react";

/** Says how much of the page's foot a thing takes that stands there, so that lists end above it: `--parley-dock`. */
export function useDockRoom(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const { style } = document.documentElement;
    const tell = () => {
      const { height } = current.getBoundingClientRect();
      style.setProperty("--parley-dock", height > 0 ? `${Math.ceil(height) + gapPx}px` : "0px");
    };
    const watch = new ResizeObserver(tell);
    watch.observe(current);
    tell();
    return () => {
      watch.disconnect();
      style.removeProperty("--parley-dock");
    };
  }, [element]);
}

/** Below the dock and above it. */
const gapPx = 16;
