export { carryInvolvements, trimReading } from "./carry-involvements.ts";
export { followConversation, startFollowing, unfollowConversation } from "./follow-conversation.ts";
export { listFollowers } from "./queries.ts";
export { markConversationUnread, readConversation } from "./read-conversation.ts";
export { unreadSql } from "./rules.ts";
