import { useSyncExternalStore } from "react";

const storageKey = "parley-wrap-up";
const listeners = new Set<() => void>();
let callId: string | null = sessionStorage.getItem(storageKey);

/** The call she is on, or was on and has not said a word about; kept when the page is loaded anew. */
export function useWrapUp(): string | null {
  return useSyncExternalStore(subscribe, () => callId);
}

/** Null: it is said. */
export function rememberWrapUp(next: string | null): void {
  callId = next;
  if (next === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
