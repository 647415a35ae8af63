import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let arrived: ReadonlySet<string> = new Set();

/** Customers wrote in these conversations while this page was open. */
export function noteArrivals(conversationIds: ReadonlySet<string>): void {
  if (conversationIds.size > 0) change(new Set([...arrived, ...conversationIds]));
}

/** The agent has looked. */
export function noteOpened(conversationId: string): void {
  if (arrived.has(conversationId)) change(new Set([...arrived].filter((id) => id !== conversationId)));
}

/** Whether something came in that was not looked at since. */
export function useIsUnread(conversationId: string): boolean {
  return useSyncExternalStore(subscribe, () => arrived.has(conversationId));
}

function change(next: ReadonlySet<string>): void {
  arrived = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
