export { archiveTag, restoreTag } from "./archive-tag.ts";
export { createTag } from "./create-tag.ts";
export { getTag, getTagInUse, listTags } from "./queries.ts";
export { longestTagName, tagColors } from "./rules.ts";
export type { Tag } from "./tables.ts";
export {
  tagConversation,
  tagConversations,
  untagConversation,
  untagConversations,
} from "./tag-conversations.ts";
export { updateTag } from "./update-tag.ts";
