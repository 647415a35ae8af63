import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR_BOTTOM_PX = 48;

/**
 * Starts a thread at its newest message and stays there while content grows, unless the agent has scrolled up;
 * earlier messages are added above without moving what is being read.
 */
export function useThreadScroll(
  frame: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  firstId: string | undefined,
  lastId: string | undefined,
) {
  const [atBottom, setAtBottom] = useState(true);
  const pinned = useRef(true);
  const before = useRef({ firstId, lastId, height: 0, frameHeight: 0 });

  const toBottom = useCallback(() => {
    pinned.current = true;
    setAtBottom(true);
    frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [frame]);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const old = before.current;
    const earlierCame = old.firstId !== undefined && old.firstId !== firstId && old.lastId === lastId;
    if (earlierCame && !pinned.current) element.scrollTop += element.scrollHeight - old.height;
    else if (pinned.current) element.scrollTop = element.scrollHeight;
    before.current = { firstId, lastId, height: element.scrollHeight, frameHeight: element.clientHeight };
  }, [frame, firstId, lastId]);

  useEffect(() => {
    const [outer, inner] = [frame.current, content.current];
    if (!outer || !inner) return;
    const grown = new ResizeObserver(() => {
      if (pinned.current) outer.scrollTop = outer.scrollHeight;
      before.current.height = outer.scrollHeight;
      before.current.frameHeight = outer.clientHeight;
    });
    const scrolled = () => {
      // The layout moved it, not the agent; the observer above puts it right.
      const { height, frameHeight } = before.current;
      if (outer.scrollHeight !== height || outer.clientHeight !== frameHeight) return;
      pinned.current = outer.scrollHeight - outer.scrollTop - outer.clientHeight < NEAR_BOTTOM_PX;
      setAtBottom(pinned.current);
    };
    grown.observe(outer);
    grown.observe(inner);
    outer.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      grown.disconnect();
      outer.removeEventListener("scroll", scrolled);
    };
  }, [frame, content]);

  return { atBottom, toBottom };
}
