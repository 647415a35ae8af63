import { useSyncExternalStore } from "react";

export interface Viewer {
  memberId: string;
  name: string;
  typing: boolean;
}

const nobody: readonly Viewer[] = [];
const listeners = new Set<() => void>();
let viewersOf: ReadonlyMap<string, readonly Viewer[]> = new Map();

/** Who has a conversation open; replaces what was known of it. */
export function notePresence(conversationId: string, viewers: readonly Viewer[]): void {
  const next = new Map(viewersOf);
  if (viewers.length > 0) next.set(conversationId, viewers);
  else next.delete(conversationId);
  change(next);
}

/** After a lost connection nothing is known until the server says it again. */
export function forgetPresence(): void {
  if (viewersOf.size > 0) change(new Map());
}

/** The colleagues, without oneself, who look at or write in a conversation. */
export function useColleagues(conversationId: string, selfId: string): readonly Viewer[] {
  const viewers = useSyncExternalStore(subscribe, () => viewersOf.get(conversationId) ?? nobody);
  return viewers.length === 0 ? nobody : viewers.filter((viewer) => viewer.memberId !== selfId);
}

function change(next: ReadonlyMap<string, readonly Viewer[]>): void {
  viewersOf = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
