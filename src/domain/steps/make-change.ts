import {
  assignConversation,
  closeConversation,
  markSpam,
  reopenConversation,
  setPriority,
  setStatus,
  snoozeConversation,
  trashConversation,
} from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { setConversationFields } from "../fields/index.ts";
import { tagConversation, untagConversation } from "../tags/index.ts";
import type { Change } from "./change.ts";

/** Changes one conversation, by the verb that does so wherever it is asked for. @throws what the verb throws. */
export function makeChange(tx: TxContext, conversationId: string, change: Change): Promise<unknown> {
  switch (change.type) {
    case "tag":
      return tagConversation(tx, { conversationId, tagId: change.tagId });
    case "untag":
      return untagConversation(tx, { conversationId, tagId: change.tagId });
    case "close":
      return closeConversation(tx, { conversationId });
    case "reopen":
      return reopenConversation(tx, { conversationId });
    case "snooze":
      return snoozeConversation(tx, { conversationId, until: change.until === null ? null : new Date(change.until) });
    case "assign": {
      const { memberId, teamId } = change;
      const owners = { ...(memberId !== undefined && { memberId }), ...(teamId !== undefined && { teamId }) };
      return assignConversation(tx, { conversationId, ...owners });
    }
    case "set_status":
      return setStatus(tx, { conversationId, statusId: change.statusId });
    case "set_priority":
      return setPriority(tx, { conversationId, priority: change.priority });
    case "set_field":
      return setConversationFields(tx, { conversationId, values: { [change.key]: change.value } });
    case "mark_spam":
    case "unmark_spam":
      return markSpam(tx, { conversationId, spam: change.type === "mark_spam" });
    case "trash":
    case "restore":
      return trashConversation(tx, { conversationId, trashed: change.type === "trash" });
  }
}
