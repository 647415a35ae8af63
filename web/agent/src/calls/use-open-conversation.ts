import { useLocation } from "wouter";
import type { Call } from "../api/types.ts";

/** Where a call's conversation is: in the list she is at, or else among the open ones. */
export function useConversationOf(call: Pick<Call, "conversationId"> | null) {
  const [location, go] = useLocation();
  const list = /^\/inbox\/([^/]+)/.exec(location)?.[1] ?? "open";
  const path = call && `/inbox/${list}/${call.conversationId}`;
  return { path, isOpen: path === location, open: () => path && go(path) };
}

/** Whether what she types goes into a text: then nothing else may take the keys from it. */
export function isWriting(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement.matches("input, textarea, select, [contenteditable]");
}
