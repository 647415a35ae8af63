import { ofAi } from "./classification-of-ai.ts";
import { ofModelsAndTools } from "./classification-of-tools.ts";
import { knowledgeClassification } from "./knowledge-classification.ts";

/**
 * Whose data each column holds, names separated by blanks.
 *
 * - `customer`: what a shopper wrote, what is said of her, what finds her. It goes when she is erased, see `erasers.ts`.
 * - `staff`: what says who a member is.
 * - `secret`: credentials.
 * - `other`: ids, times, counts, words of a closed list, and what a workspace writes for everybody.
 *
 * In doubt it is the customer's.
 */
export interface Classes {
  customer?: string;
  staff?: string;
  secret?: string;
  other?: string;
}

/** Every column of every table; a test holds it against the database. */
export const classification: Readonly<Record<string, Classes>> = {
  ...ofAi,
  ...ofModelsAndTools,
  ...knowledgeClassification,
  action_policies: { other: "workspace_id id created_at version rules created_by" },
  // Amounts, times and who asked are the shop's books: they stay, without what says who it was for.
  actions: {
    customer: "instruction preview result undo trouble client_id",
    other:
      "workspace_id id created_at connection_id conversation_id customer_id order_id kind arguments_hash requested_by actor_key cause verdict state called_off_by cost_minor currency undo_of handle attempts looks missing_since requested_at reserved_at started_at ended_at expires_at",
  },
  api_keys: { secret: "token_hash", other: "workspace_id id created_at name token_hint scopes created_by" },
  approvals: {
    customer: "note",
    other: "workspace_id id created_at action_id arguments_hash fingerprint role state decided_by decided_at",
  },
  attachments: {
    customer: "name content_type content_id",
    other: "workspace_id id created_at message_id size_bytes inline stored_type",
  },
  availabilities: { staff: "last_seen_at gone_since", other: "workspace_id id created_at state capacity" },
  browsings: { customer: "cart pages", other: "workspace_id conversation_id created_at seen_at" },
  bulk_actions: {
    customer: "action",
    other:
      "workspace_id id created_at actor granted undo_of selection state stopped total done skipped failed next_slice client_id progressed_at ended_at",
  },
  bulk_former_values: { customer: "former wrote", other: "workspace_id bulk_action_id conversation_id" },
  bulk_slices: {
    other: "workspace_id bulk_action_id n conversation_ids changed_ids put_backs problems",
  },
  call_legs: {
    customer: "number",
    other:
      "workspace_id id created_at call_id role member_id purpose external_id state end_reason answered_at ended_at is_in on_hold muted room_at room_sequence room_id wrap_up_until",
  },
  call_lines: {
    customer: "text",
    other: "workspace_id id created_at call_id n speaker spoken_at external_id first_words_ms was_cut",
  },
  call_recordings: {
    customer: "transcript",
    other: "workspace_id id created_at call_id external_id kind duration_seconds is_transcribed",
  },
  calls: {
    customer: "other_number summary disposition_note",
    other:
      "workspace_id id created_at connection_id external_id message_id direction line_number state outcome reason team_id member_id strategy ring_seconds queued_at overflow_at has_overflowed is_recorded started_at answered_at callback_at assistant_at ended_at disposition",
  },
  call_dispositions: { other: "workspace_id id created_at names" },
  canned_replies: {
    other:
      "workspace_id id created_at name shortcut body steps language version usage_count last_used_at updated_at archived_at created_by team_id",
  },
  channel_settings: { other: "workspace_id channel new_after_days thanks_keep_closed" },
  checkouts: {
    customer:
      "external_id customer_external_id email phone name started_at completed_at currency total_minor presentment_currency presentment_total_minor lines discount_codes recovery_url",
    other: "workspace_id id created_at connection_id shop_updated_at content_hash",
  },
  connections: {
    staff: "account display_name",
    secret: "credentials_sealed",
    other:
      "workspace_id id created_at integration_id external_id state state_reason settings default_team_id cursor last_synced_at notified_at renewed_at connected_at scopes access_ends_at replacing_id replacing_until interface_notice heard_at",
  },
  // Her address goes, and that she withdrew stays: a hash that fits no other address, so that the law is kept when
  // somebody brings her back in a list.
  consents: {
    customer: "address evidence",
    other: "workspace_id id created_at customer_id channel address_key purpose state at how by once_key",
  },
  conversation_field_values: {
    customer: "text text_key number date boolean",
    other: "workspace_id entity_id field_id place",
  },
  conversation_links: { staff: "by", other: "workspace_id id created_at conversation_id related_conversation_id" },
  conversation_tags: { other: "workspace_id conversation_id tag_id" },
  conversations: {
    customer: "thread_key subject last_message_preview",
    other:
      "workspace_id id created_at customer_id connection_id channel status snoozed_until priority spam_at trashed_at folder assignee_id team_id message_count customer_message_count last_message_at last_message_id last_message_kind last_arrived_at waiting_since closed_at resolved_at merged_into_id arrangement status_id first_reply_at last_inbound_at last_outbound_at continues_id",
  },
  corrections: {
    staff: "by undone_by",
    other:
      "workspace_id id created_at number kind from_conversation_id to_conversation_id message_ids scheduled_reply_ids drafts message_count changes client_ids undone_at",
  },
  customer_distinctions: { staff: "by", other: "workspace_id id created_at customer_id other_customer_id" },
  customer_merges: {
    staff: "by undone_by",
    other:
      "workspace_id id created_at from_customer_id to_customer_id signals identity_ids conversation_ids order_ids shop_customer_ids field_ids undone_at",
  },
  customer_field_values: {
    customer: "text text_key number date boolean",
    other: "workspace_id entity_id field_id place",
  },
  customers: { customer: "name", other: "workspace_id id created_at merged_into_id" },
  // The provider's own id stays, so that the same thing is never taken in again. Contract: it says nothing about anybody.
  deliveries: {
    customer: "payload reason",
    other: "workspace_id id created_at connection_id external_id state payload_bytes",
  },
  directory: { secret: "key", other: "kind workspace_id row_id" },
  discount_codes: {
    other:
      "workspace_id id created_at connection_id external_id shop_updated_at content_hash title codes code_count status summary starts_at ends_at usage_limit usage_count once_per_customer",
  },
  draft_orders: {
    customer:
      "external_id customer_external_id email phone name status drafted_at completed_at currency total_minor presentment_currency presentment_total_minor lines tags note invoice_url invoice_sent_at order_external_id admin_url",
    other: "workspace_id id created_at connection_id shop_updated_at content_hash",
  },
  erasures: {
    // Sealed, and null in the end.
    customer: "sought_sealed",
    other:
      "workspace_id id created_at customer_id reason by stage after settled_at conversation_count erased finished_at",
  },
  entitlements: {
    other: "workspace_id id created_at source connection_id plan state external_id period_ends_at limits updated_at",
  },
  event_counters: { other: "workspace_id last_seq relayed_seq wants" },
  event_seals: { other: "workspace_id from_seq to_seq previous_hash hash sealed_at" },
  // Ids and words of closed lists only, see the catalog of events: nothing to erase, and the hash chain stays whole.
  events: { other: "workspace_id seq id name data actor cause depth created_at" },
  fields: { other: "workspace_id id created_at entity key label type options archived_at" },
  identities: { customer: "value", other: "workspace_id id created_at kind customer_id" },
  install_attempts: { staff: "account", secret: "key", other: "integration_id for_workspace_id member_id ends_at" },
  involvements: { other: "workspace_id member_id conversation_id following seen_count" },
  jobs: {
    customer: "last_error",
    other:
      "workspace_id id position queue name payload ordering_key run_at attempts failures state lease_until parked_on cause created_at",
  },
  member_drafts: {
    customer: "body",
    other: "workspace_id id created_at member_id conversation_id kind attachment_ids version updated_at",
  },
  members: { staff: "name email", other: "workspace_id id created_at user_id role custom_role_id" },
  messages: {
    customer:
      "author failure from reply_to to cc bcc subject text html rfc_message_id in_reply_to references placement",
    staff: "mentions",
    other:
      "workspace_id id created_at conversation_id connection_id position kind via state missing_since external_id client_message_id sender_verified automatic notice promotional delivery former_external_ids sent_at home_conversation_id home_position moved_by",
  },
  notifications: {
    other: "workspace_id id created_at member_id kind conversation_id subject_id read_at",
  },
  // The shop's own phones.
  numbers: {
    staff: "number",
    other:
      "workspace_id id created_at connection_id external_id kind state state_reason texts pictures calls price_minor currency ordered_by attempted_at is_set_up registration lacks refreshed_at",
  },
  orders: {
    customer:
      "external_id customer_external_id email phone name name_key placed_at currency total_minor presentment_currency presentment_total_minor financial_status fulfillment_status return_status cancelled_at closed_at tags lines fulfillments details admin_url",
    other: "workspace_id id created_at customer_id connection_id shop_updated_at content_hash has_open_return",
  },
  product_variants: {
    other:
      "workspace_id id created_at product_id connection_id external_id title sku barcode price_minor compare_at_minor available inventory options image_url place",
  },
  products: {
    other:
      "workspace_id id created_at connection_id external_id shop_updated_at content_hash title handle status vendor product_type tags description options currency image_url url total_inventory admin_url",
  },
  phone_lines: { other: "workspace_id id created_at connection_id number name settings" },
  pending_installs: {
    staff: "account display_name",
    secret: "credentials_sealed claim_hash",
    other:
      "id integration_id external_id scopes access_ends_at ends_at created_at for_user_id for_workspace_id workspace_name",
  },
  privacy_requests: {
    customer: "sought_sealed",
    other: "workspace_id id created_at connection_id external_id kind customer_ids state due_at answered_at",
  },
  record_checks: { other: "workspace_id connection_id kind compared_to checked_at failed_at failure" },
  record_heals: { other: "workspace_id connection_id kind hour healed" },
  roles: { other: "workspace_id id created_at name name_key permissions" },
  rule_runs: {
    other:
      "workspace_id id created_at rule_id rule_version conversation_id event_id message_id outcome reason results stopped",
  },
  rules: {
    other:
      "workspace_id id created_at name enabled position trigger filter words steps version saved_by granted failures_in_a_row attention updated_at archived_at",
  },
  scheduled_replies: {
    customer: "held_because body steps to cc bcc",
    staff: "author",
    other:
      "workspace_id id created_at conversation_id state purpose send_at via attachment_ids client_message_id promotional written_after_id updated_at",
  },
  search_documents: {
    customer: "words keys at",
    other: "workspace_id id stream number conversation_id customer_id kind",
  },
  search_progress: { other: "workspace_id seq documents languages backfill" },
  search_words: { customer: "word grams", other: "workspace_id doubted" },
  sessions: { secret: "sid sess", other: "expire" },
  shop_customers: {
    customer: "external_id name email phone order_count spent_minor currency tags details admin_url",
    other: "workspace_id id created_at customer_id connection_id shop_updated_at content_hash",
  },
  shop_lookups: {
    customer: "external_id reason",
    other: "workspace_id id created_at customer_id connection_id state asked_at",
  },
  stale_records: {
    customer: "external_id replaced_by",
    other: "workspace_id connection_id kind noted_at is_gone is_drift delivery_id",
  },
  statuses: { other: "workspace_id id created_at category name name_key position is_default archived_at" },
  step_applications: { customer: "outcomes", other: "workspace_id conversation_id application_id created_at" },
  // Ids are the provider's own, of what it prepared; where to go on is a place in a file.
  sync_runs: {
    other:
      "workspace_id id created_at connection_id kind state turn via since export_id is_partial position reached_at expected records bytes total_bytes skipped incomplete completed missing failures reason started_at progressed_at ended_at",
  },
  tags: { other: "workspace_id id created_at name name_key color archived_at" },
  team_members: { other: "workspace_id team_id member_id last_turn created_at" },
  teams: { other: "workspace_id id created_at name mode turns is_private archived_at" },
  turns: {
    staff: "sender",
    other: "workspace_id message_id connection_id starts_at ends_at",
  },
  undo_delays: { other: "workspace_id id created_at channel seconds" },
  uploads: { customer: "name", other: "workspace_id id created_at state content_type size_bytes" },
  users: { staff: "email name", secret: "password_hash", other: "id created_at" },
  view_counts: { other: "workspace_id id created_at begun_up_to" },
  view_feeds: { other: "workspace_id followed_seq next_change_at has_unfinished" },
  view_memberships: { other: "workspace_id conversation_id count_id team_id fits sort_key changes_at" },
  view_tallies: { other: "workspace_id count_id team_id conversations" },
  views: {
    other:
      "workspace_id id created_at name visibility owner_id team_id filter sort position version count_id updated_at",
  },
  workspaces: { other: "id name created_at" },
};

export const classNames = ["customer", "staff", "secret", "other"] as const;

/** The names in one class of a table. */
export function columnsIn(classes: Classes | undefined, name: (typeof classNames)[number]): string[] {
  return classes?.[name]?.split(" ") ?? [];
}
