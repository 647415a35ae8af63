import { findOrders } from "./find-orders.ts";
import { getConversation } from "./get-conversation.ts";
import { getOrder } from "./get-order.ts";
import { searchKnowledge } from "./search-knowledge.ts";
import type { Tool } from "./tool.ts";

/** Everything the agent can look at; a new tool is a line here. */
export const tools: readonly Tool[] = [findOrders, getOrder, getConversation, searchKnowledge];
