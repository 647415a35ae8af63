import type { Message, MessagePage } from "../api/types.ts";

/**
 * The pages of a conversation, newest first, after its newest page was read again. Older pages stay as they are,
 * unless more came in between than a page holds: then only the newest page is kept, so that nothing is missing in the middle.
 */
export function mergeNewest(pages: readonly MessagePage[], newest: MessagePage): MessagePage[] {
  const fresh = new Set(newest.data.map(({ id }) => id));
  const known = pages.some((page) => page.data.some(({ id }) => fresh.has(id)));
  if (!known || pages.length === 0) return [newest];
  const [first, ...older] = pages.map((page) => ({ ...page, data: page.data.filter(({ id }) => !fresh.has(id)) }));
  if (!first) return [newest];
  return [{ data: [...newest.data, ...first.data], nextCursor: first.nextCursor }, ...older];
}

/** The pages with a message just accepted; one that is there already came with an event and is at least as new. */
export function addMessage(pages: readonly MessagePage[], message: Message): MessagePage[] {
  if (pages.some((page) => page.data.some(({ id }) => id === message.id))) return [...pages];
  const [first, ...older] = pages;
  return first ? [{ ...first, data: [message, ...first.data] }, ...older] : [{ data: [message], nextCursor: null }];
}
