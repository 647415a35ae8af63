import type { Conversation, ConversationPage } from "../api/types.ts";

/**
 * The pages of a list with a changed conversation in its right place: newest activity first, as the server sorts.
 * It leaves the list when it no longer belongs, and is left out below the last loaded row while there are more pages.
 */
export function placeConversation(
  pages: readonly ConversationPage[],
  changed: Conversation,
  belongs: boolean,
): ConversationPage[] {
  const without = pages.map((page) => ({ ...page, data: page.data.filter(({ id }) => id !== changed.id) }));
  if (!belongs) return without;
  for (const page of without) {
    const index = page.data.findIndex((row) => comesBefore(changed, row));
    if (index >= 0) {
      page.data = page.data.toSpliced(index, 0, changed);
      return without;
    }
  }
  const last = without.at(-1);
  if (last && last.nextCursor === null) last.data = [...last.data, changed];
  return without;
}

function comesBefore(a: Conversation, b: Conversation): boolean {
  const [atA, atB] = [Date.parse(a.lastMessage.at), Date.parse(b.lastMessage.at)];
  return atA === atB ? a.id > b.id : atA > atB;
}
