import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { nothingUnsent, saveUnsent, unsentKey } from "../conversation/composer-store.ts";
import { dropConversation } from "../inbox/use-conversations.ts";
import { forgetRecentSearches } from "../search/recent-searches.ts";
import type { LiveEvent } from "./sequence.ts";

const erasing: ReadonlySet<string> = new Set([
  "customer.erasure_requested",
  "customer.erased",
  "conversation.erased",
  "message.erased",
]);

/**
 * Somebody was erased, or is being erased: nothing of her stays on any screen, in memory, or in what is kept in this
 * browser. Which answers name her cannot be told, so all that are not on screen are let go.
 */
export function forgetErased(client: QueryClient, events: readonly LiveEvent[], selfId: string): void {
  if (!events.some(({ name }) => erasing.has(name))) return;
  client.removeQueries({ type: "inactive" });
  if (events.some(({ name }) => name === "customer.erased")) forgetRecentSearches(selfId);
  for (const { name, data } of events) {
    if (name !== "conversation.erased" || typeof data.conversationId !== "string") continue;
    const { conversationId } = data;
    saveUnsent(localStorage, unsentKey(selfId, conversationId), nothingUnsent);
    dropConversation(client, conversationId);
    for (const key of [keys.conversation, keys.messages]) void client.resetQueries({ queryKey: key(conversationId) });
  }
}
