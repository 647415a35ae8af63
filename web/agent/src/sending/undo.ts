import { useSyncExternalStore } from "react";
import type { Message } from "../api/types.ts";

export type Undoable = Pick<Message, "id" | "conversationId" | "sendAt">;

let current: Undoable | null = null;
const listeners = new Set<() => void>();

/** The reply that was sent last and can still be called back, wherever the agent is by now. */
export function useUndoable(): Undoable | null {
  return useSyncExternalStore(subscribe, () => current);
}

export function offerUndo(reply: Undoable | null): void {
  current = reply;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
