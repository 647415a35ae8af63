import type { Endpoint } from "../endpoint.ts";
import { actions } from "./actions/index.ts";
import { createApiKey } from "./api-keys/create-api-key.ts";
import { listApiKeys } from "./api-keys/list-api-keys.ts";
import { revokeApiKey } from "./api-keys/revoke-api-key.ts";
import { getAttachment } from "./attachments/get-attachment.ts";
import { exportAudit } from "./audit/export-audit.ts";
import { listAudit } from "./audit/list-audit.ts";
import { automationEndpoints } from "./automation/index.ts";
import { browsingEndpoints } from "./browsing/index.ts";
import { cancelBulkAction } from "./bulk-actions/cancel-bulk-action.ts";
import { getBulkAction } from "./bulk-actions/get-bulk-action.ts";
import { listBulkActions } from "./bulk-actions/list-bulk-actions.ts";
import { listBulkResults } from "./bulk-actions/list-bulk-results.ts";
import { previewBulkAction } from "./bulk-actions/preview-bulk-action.ts";
import { startBulkAction } from "./bulk-actions/start-bulk-action.ts";
import { undoBulkAction } from "./bulk-actions/undo-bulk-action.ts";
import { callEndpoints } from "./calls/index.ts";
import { archiveCannedReply } from "./canned-replies/archive-canned-reply.ts";
import { createCannedReply } from "./canned-replies/create-canned-reply.ts";
import { fillInCannedReply } from "./canned-replies/fill-in-canned-reply.ts";
import { getCannedReply } from "./canned-replies/get-canned-reply.ts";
import { listCannedReplies } from "./canned-replies/list-canned-replies.ts";
import { restoreCannedReply } from "./canned-replies/restore-canned-reply.ts";
import { updateCannedReply } from "./canned-replies/update-canned-reply.ts";
import { listChannels } from "./channels/list-channels.ts";
import { updateChannel } from "./channels/update-channel.ts";
import { chatEndpoints } from "./chats/index.ts";
import { connectionEndpoints } from "./connections/index.ts";
import { applySteps } from "./conversations/apply-steps.ts";
import { assignConversation } from "./conversations/assign-conversation.ts";
import { closeConversation } from "./conversations/close-conversation.ts";
import { createNote } from "./conversations/create-note.ts";
import { createReply } from "./conversations/create-reply.ts";
import { endSnooze } from "./conversations/end-snooze.ts";
import { followConversation } from "./conversations/follow-conversation.ts";
import { getConversation } from "./conversations/get-conversation.ts";
import { getConversationFields } from "./conversations/get-fields.ts";
import { getRecipients } from "./conversations/get-recipients.ts";
import { listConversations } from "./conversations/list-conversations.ts";
import { listFollowers } from "./conversations/list-followers.ts";
import { listMessages } from "./conversations/list-messages.ts";
import { markRead } from "./conversations/mark-read.ts";
import { markSpam } from "./conversations/mark-spam.ts";
import { markUnread } from "./conversations/mark-unread.ts";
import { reopenConversation } from "./conversations/reopen-conversation.ts";
import { restoreConversation } from "./conversations/restore-conversation.ts";
import { setConversationFields } from "./conversations/set-fields.ts";
import { setPriority } from "./conversations/set-priority.ts";
import { setStatus } from "./conversations/set-status.ts";
import { snoozeConversation } from "./conversations/snooze-conversation.ts";
import { tagConversation } from "./conversations/tag-conversation.ts";
import { takeConversation } from "./conversations/take-conversation.ts";
import { trashConversation } from "./conversations/trash-conversation.ts";
import { unfollowConversation } from "./conversations/unfollow-conversation.ts";
import { unmarkSpam } from "./conversations/unmark-spam.ts";
import { untagConversation } from "./conversations/untag-conversation.ts";
import { linkConversations } from "./corrections/link-conversations.ts";
import { listCorrections } from "./corrections/list-corrections.ts";
import { listLinks } from "./corrections/list-links.ts";
import { mergeConversation } from "./corrections/merge-conversation.ts";
import { moveMessage } from "./corrections/move-message.ts";
import { previewMerge } from "./corrections/preview-merge.ts";
import { splitConversation } from "./corrections/split-conversation.ts";
import { undoCorrection } from "./corrections/undo-correction.ts";
import { unlinkConversations } from "./corrections/unlink-conversations.ts";
import { forgetDistinction } from "./customer-merges/forget-distinction.ts";
import { listCustomerMerges } from "./customer-merges/list-customer-merges.ts";
import { listMergeProposals } from "./customer-merges/list-merge-proposals.ts";
import { mergeCustomers } from "./customer-merges/merge-customers.ts";
import { tellCustomersApart } from "./customer-merges/tell-customers-apart.ts";
import { undoCustomerMerge } from "./customer-merges/undo-customer-merge.ts";
import { customerEndpoints } from "./customers/index.ts";
import { discardDeadJob } from "./dead-jobs/discard-dead-job.ts";
import { listDeadJobs } from "./dead-jobs/list-dead-jobs.ts";
import { replayDeadJobs } from "./dead-jobs/replay-dead-jobs.ts";
import { listDeliveries } from "./deliveries/list-deliveries.ts";
import { listEvents } from "./events/list-events.ts";
import { archiveField } from "./fields/archive-field.ts";
import { createField } from "./fields/create-field.ts";
import { listFields } from "./fields/list-fields.ts";
import { restoreField } from "./fields/restore-field.ts";
import { updateField } from "./fields/update-field.ts";
import { listFilterFields } from "./filters/list-filter-fields.ts";
import { guidanceEndpoints } from "./guidance/index.ts";
import { knowledgeEndpoints } from "./knowledge/index.ts";
import { listMembers } from "./members/list-members.ts";
import { setAvailability } from "./members/set-availability.ts";
import { setCapacity } from "./members/set-capacity.ts";
import { setMemberRole } from "./members/set-member-role.ts";
import { getMessageHtml } from "./messages/get-message-html.ts";
import { getTurn } from "./messages/get-turn.ts";
import { resendMessage } from "./messages/resend-message.ts";
import { modelEndpoints } from "./models/index.ts";
import { discardMyDraft } from "./my-drafts/discard-my-draft.ts";
import { getMyDrafts } from "./my-drafts/get-my-drafts.ts";
import { saveMyDraft } from "./my-drafts/save-my-draft.ts";
import { countUnread } from "./notifications/count-unread.ts";
import { listNotifications } from "./notifications/list-notifications.ts";
import { markNotificationsRead } from "./notifications/mark-read.ts";
import { numberEndpoints } from "./numbers/index.ts";
import { findOrders } from "./orders/find-orders.ts";
import { getOrder } from "./orders/get-order.ts";
import { phoneLineEndpoints } from "./phone-lines/index.ts";
import { privacyRequestEndpoints } from "./privacy-requests/index.ts";
import { reportEndpoints } from "./reports/index.ts";
import { createRole } from "./roles/create-role.ts";
import { deleteRole } from "./roles/delete-role.ts";
import { listRoles } from "./roles/list-roles.ts";
import { updateRole } from "./roles/update-role.ts";
import { ruleEndpoints } from "./rules/index.ts";
import { cancelScheduledReply } from "./scheduled-replies/cancel-scheduled-reply.ts";
import { listScheduledReplies } from "./scheduled-replies/list-scheduled-replies.ts";
import { sendScheduledReply } from "./scheduled-replies/send-scheduled-reply.ts";
import { search } from "./search/search.ts";
import { sessionEndpoints } from "./session/index.ts";
import { settingEndpoints } from "./settings/index.ts";
import { createStatus } from "./statuses/create-status.ts";
import { deleteStatus } from "./statuses/delete-status.ts";
import { listStatuses } from "./statuses/list-statuses.ts";
import { restoreStatus } from "./statuses/restore-status.ts";
import { updateStatus } from "./statuses/update-status.ts";
import { archiveTag } from "./tags/archive-tag.ts";
import { createTag } from "./tags/create-tag.ts";
import { listTags } from "./tags/list-tags.ts";
import { restoreTag } from "./tags/restore-tag.ts";
import { updateTag } from "./tags/update-tag.ts";
import { addTeamMember } from "./teams/add-team-member.ts";
import { archiveTeam } from "./teams/archive-team.ts";
import { createTeam } from "./teams/create-team.ts";
import { getQueue } from "./teams/get-queue.ts";
import { getTeam } from "./teams/get-team.ts";
import { listTeams } from "./teams/list-teams.ts";
import { removeTeamMember } from "./teams/remove-team-member.ts";
import { restoreTeam } from "./teams/restore-team.ts";
import { updateTeam } from "./teams/update-team.ts";
import { toolSourceEndpoints } from "./tool-sources/index.ts";
import { createUpload } from "./uploads/create-upload.ts";
import { discardUpload } from "./uploads/discard-upload.ts";
import { findVariants } from "./variants/find-variants.ts";
import { createView } from "./views/create-view.ts";
import { deleteView } from "./views/delete-view.ts";
import { getView } from "./views/get-view.ts";
import { listViewConversations } from "./views/list-view-conversations.ts";
import { listViews } from "./views/list-views.ts";
import { previewView } from "./views/preview-view.ts";
import { updateView } from "./views/update-view.ts";

/** Every endpoint there is; a new one is a line here. The names are the operation ids of the OpenAPI document. */
export const v1: Readonly<Record<string, Endpoint>> = {
  search,
  ...sessionEndpoints,
  listMembers,
  setMemberRole,
  listRoles,
  createRole,
  updateRole,
  deleteRole,
  setAvailability,
  setCapacity,
  listTeams,
  createTeam,
  getTeam,
  updateTeam,
  archiveTeam,
  restoreTeam,
  addTeamMember,
  removeTeamMember,
  getQueue,
  listConversations,
  getConversation,
  listMessages,
  getRecipients,
  createReply,
  createNote,
  applySteps,
  closeConversation,
  reopenConversation,
  snoozeConversation,
  endSnooze,
  setStatus,
  setPriority,
  markSpam,
  unmarkSpam,
  trashConversation,
  restoreConversation,
  assignConversation,
  markRead,
  markUnread,
  listFollowers,
  followConversation,
  unfollowConversation,
  tagConversation,
  untagConversation,
  getConversationFields,
  setConversationFields,
  takeConversation,
  mergeConversation,
  previewMerge,
  splitConversation,
  moveMessage,
  listCorrections,
  undoCorrection,
  listMergeProposals,
  mergeCustomers,
  listCustomerMerges,
  undoCustomerMerge,
  tellCustomersApart,
  forgetDistinction,
  listLinks,
  linkConversations,
  unlinkConversations,
  getMessageHtml,
  getTurn,
  resendMessage,
  listNotifications,
  countUnread,
  markNotificationsRead,
  listScheduledReplies,
  cancelScheduledReply,
  sendScheduledReply,
  ...settingEndpoints,
  getMyDrafts,
  saveMyDraft,
  discardMyDraft,
  createUpload,
  discardUpload,
  getAttachment,
  ...customerEndpoints,
  ...actions,
  findOrders,
  getOrder,
  findVariants,
  listStatuses,
  createStatus,
  updateStatus,
  deleteStatus,
  restoreStatus,
  listTags,
  createTag,
  updateTag,
  archiveTag,
  restoreTag,
  listFields,
  createField,
  updateField,
  archiveField,
  restoreField,
  listViews,
  createView,
  previewView,
  getView,
  updateView,
  deleteView,
  listViewConversations,
  listFilterFields,
  startBulkAction,
  previewBulkAction,
  listBulkActions,
  getBulkAction,
  listBulkResults,
  cancelBulkAction,
  undoBulkAction,
  listCannedReplies,
  createCannedReply,
  getCannedReply,
  updateCannedReply,
  archiveCannedReply,
  restoreCannedReply,
  fillInCannedReply,
  ...automationEndpoints,
  ...guidanceEndpoints,
  ...modelEndpoints,
  ...toolSourceEndpoints,
  ...knowledgeEndpoints,
  ...reportEndpoints,
  ...ruleEndpoints,
  ...browsingEndpoints,
  ...callEndpoints,
  ...phoneLineEndpoints,
  ...chatEndpoints,
  ...connectionEndpoints,
  ...numberEndpoints,
  ...privacyRequestEndpoints,
  listChannels,
  updateChannel,
  listDeliveries,
  listEvents,
  listAudit,
  exportAudit,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  listDeadJobs,
  replayDeadJobs,
  discardDeadJob,
};
