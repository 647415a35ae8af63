import { forgetInLedger, leaveConversations } from "../actions/index.ts";
import { eraseRunContents, runsOf } from "../automation/index.ts";
import { forgetInBulk } from "../bulk/index.ts";
import { eraseCalls } from "../calls/index.ts";
import { eraseShopData } from "../commerce/index.ts";
import { eraseDeliveriesOf } from "../connections/index.ts";
import { eraseConsents } from "../consent/index.ts";
import { filesOfConversations } from "../conversations/index.ts";
import { partFromOthers, settleDeparted } from "../corrections/index.ts";
import { forgetMerged } from "../customer-merges/index.ts";
import { filesOfDrafts, redactDrafts } from "../drafts/index.ts";
import type { TxContext } from "../events/index.ts";
import { eraseCustomerFields } from "../fields/index.ts";
import { redactScheduled, waitingIn } from "../scheduled-replies/index.ts";
import { forgetInSearch } from "../search/index.ts";
import { dropSuggestions } from "../suggestions/index.ts";
import { forgetToolTests } from "../tool-sources/index.ts";
import { eraseTrials } from "../trials/index.ts";
import { forgetRequestsOf } from "./queries.ts";

/** What went with conversations, or is to go after them. */
export interface Gone {
  /** Their bytes are to be removed. */
  files?: readonly string[];
  deliveries?: number;
  /** Rows that work may be waiting for: it is called off. */
  about?: readonly string[];
}

/** Takes a person's addresses out of texts. */
export interface Redaction {
  /** Patterns of SQL's LIKE, for lower-case text: what fits none holds none of her addresses. */
  like: readonly string[];
  redact: (text: string) => string;
}

/**
 * What one domain folder does when a person is erased. What hangs on a customer, a conversation or a message by a key
 * that deletes with it goes by itself and needs nothing here. All of it is safe to repeat.
 */
export interface Eraser {
  /** The tables it answers for, as far as they do not go by themselves. */
  tables: readonly string[];
  /** At the beginning: what is hers without being a conversation, by her id and addresses. @returns what outsiders call her. */
  customer?(tx: TxContext, customerId: string, addresses: readonly string[]): Promise<readonly string[]>;
  /** Her conversations before they are locked, in the same transaction: for rows whose locks come before theirs. */
  ahead?(tx: TxContext, conversationIds: readonly string[]): Promise<unknown>;
  /** Her conversations, locked, before they are deleted in the same transaction. */
  conversations?(tx: TxContext, conversationIds: readonly string[]): Promise<Gone>;
  /** Others' conversations, locked, in which she wrote or is named; they stay. These messages of them were changed. */
  elsewhere?(tx: TxContext, conversationIds: readonly string[], messageIds: readonly string[]): Promise<unknown>;
  /** In the end: small tables in which people may have written her addresses. */
  anywhere?(tx: TxContext, who: Redaction): Promise<unknown>;
  /** After her row was deleted, in the same transaction. */
  customerGone?(tx: TxContext, customerId: string): Promise<unknown>;
}

/** A test holds this list, and the keys, against the classification: what is a customer's goes one way or the other. */
export const erasers: readonly Eraser[] = [
  // In the order that `eraseCustomer` and `runErasure` go by.
  { tables: ["customers", "conversations", "messages", "attachments", "jobs", "uploads", "erasures"] },
  { tables: ["consents"], customer: eraseConsents },
  // Those of her conversations go with their messages.
  { tables: ["calls", "call_legs"], customer: eraseCalls },
  {
    // As long as it is known who was merged into her, and which orders are hers.
    tables: ["actions", "approvals"],
    async customer(tx, customerId, addresses) {
      await forgetInLedger(tx, customerId, addresses);
      return [];
    },
    async conversations(tx, conversationIds) {
      await leaveConversations(tx, conversationIds);
      return {};
    },
  },
  { tables: [], customer: forgetMerged },
  { tables: ["privacy_requests"], customer: forgetRequestsOf },
  { tables: ["shop_customers", "orders", "checkouts", "draft_orders", "stale_records"], customer: eraseShopData },
  { tables: ["customer_field_values"], customer: eraseCustomerFields },
  {
    // Those of her conversations go with them; the value a bulk action set in one of them goes here.
    tables: ["bulk_actions", "bulk_former_values"],
    ahead: (tx, conversationIds) => forgetInBulk(tx, { conversationIds }),
  },
  {
    // Her conversations alone: what was put together with others' comes apart before.
    tables: [],
    ahead: partFromOthers,
    async conversations(tx, ids) {
      await settleDeparted(tx, ids);
      return {};
    },
  },
  { tables: [], conversations: async (tx, ids) => ({ files: await filesOfConversations(tx, ids) }) },
  {
    tables: ["member_drafts"],
    conversations: async (tx, ids) => ({ files: await filesOfDrafts(tx, ids) }),
    anywhere: redactDrafts,
  },
  {
    tables: ["scheduled_replies"],
    async conversations(tx, conversationIds) {
      const { ids, files } = await waitingIn(tx, conversationIds);
      return { about: ids, files };
    },
    anywhere: redactScheduled,
  },
  { tables: ["external_tools"], anywhere: forgetToolTests },
  { tables: ["reply_suggestions"], elsewhere: dropSuggestions },
  {
    tables: ["runs", "run_steps", "drafts"],
    conversations: async (tx, ids) => ({ about: await runsOf(tx, ids) }),
    elsewhere: eraseRunContents,
  },
  { tables: ["trial_cases"], elsewhere: eraseTrials },
  {
    tables: ["deliveries"],
    async conversations(tx, ids) {
      const about = await eraseDeliveriesOf(tx, ids);
      return { about, deliveries: about.length };
    },
    elsewhere: eraseDeliveriesOf,
  },
  {
    tables: ["search_documents", "search_words"],
    async customer(tx, customerId) {
      await forgetInSearch(tx, { customerIds: [customerId] });
      return [];
    },
    async conversations(tx, conversationIds) {
      await forgetInSearch(tx, { conversationIds });
      return {};
    },
    elsewhere: (tx, conversationIds, messageIds) => forgetInSearch(tx, { ids: [...conversationIds, ...messageIds] }),
    customerGone: (tx, customerId) => forgetInSearch(tx, { customerIds: [customerId] }),
  },
];
