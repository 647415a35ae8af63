import type { ConversationStep } from "../api/types.ts";

const returned = new Map<string, readonly ConversationStep[]>();
const listeners = new Set<() => void>();

/** Gives back what was to be done with a reply that was called back, wherever the agent is by now. */
export function giveBack(conversationId: string, steps: readonly ConversationStep[]): void {
  if (steps.length === 0) return;
  returned.set(conversationId, [...(returned.get(conversationId) ?? []), ...steps]);
  for (const listener of listeners) listener();
}

/** What was given back to a conversation since it was last asked for. */
export function takeBack(conversationId: string): readonly ConversationStep[] {
  const steps = returned.get(conversationId) ?? [];
  returned.delete(conversationId);
  return steps;
}

export function onGivenBack(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
