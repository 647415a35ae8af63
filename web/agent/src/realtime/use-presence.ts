import { useCallback, useEffect, useRef } from "react";
import { useLiveSocket, useLiveState } from "./live-provider.tsx";
import { RENEW_PRESENCE_MS } from "./protocol.ts";

/** Without a keystroke for this long one is no longer typing. */
const TYPING_ENDS_MS = 5_000;
const unheard = () => {};

/** Tells colleagues that this agent looks at a conversation, while the page is visible. */
export function useViewing(conversationId: string): void {
  const socket = useLiveSocket();
  const live = useLiveState() === "live";
  useEffect(() => {
    if (!socket || !live) return;
    const say = () => {
      const visible = document.visibilityState === "visible";
      socket.volatile.emit(visible ? "conversation.view" : "conversation.leave", { conversationId }, unheard);
    };
    const renew = () => document.visibilityState === "visible" && say();
    say();
    const timer = setInterval(renew, RENEW_PRESENCE_MS);
    document.addEventListener("visibilitychange", say);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", say);
      socket.volatile.emit("conversation.leave", { conversationId }, unheard);
    };
  }, [socket, live, conversationId]);
}

/** Call `typed` on every keystroke and `stopped` when the text was sent or left. */
export function useTyping(conversationId: string) {
  const socket = useLiveSocket();
  const saidAt = useRef(0);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  const stopped = useCallback(() => {
    clearTimeout(pause.current);
    if (saidAt.current === 0) return;
    saidAt.current = 0;
    socket?.volatile.emit("conversation.typing", { conversationId, typing: false }, unheard);
  }, [socket, conversationId]);

  const typed = useCallback(() => {
    clearTimeout(pause.current);
    pause.current = setTimeout(stopped, TYPING_ENDS_MS);
    if (Date.now() - saidAt.current < RENEW_PRESENCE_MS) return;
    saidAt.current = Date.now();
    socket?.volatile.emit("conversation.typing", { conversationId, typing: true }, unheard);
  }, [socket, conversationId, stopped]);

  useEffect(() => stopped, [stopped]);
  return { typed, stopped };
}
