import { z } from "zod";
import { type Endpoint, pathParameters } from "../endpoint.ts";
import { createNote } from "../v1/conversations/create-note.ts";
import { getConversation } from "../v1/conversations/get-conversation.ts";
import { listConversations } from "../v1/conversations/list-conversations.ts";
import { listMessages } from "../v1/conversations/list-messages.ts";
import { getCustomer } from "../v1/customers/get-customer.ts";
import { listOrders } from "../v1/customers/list-orders.ts";
import { searchKnowledge } from "../v1/knowledge/search-knowledge.ts";
import { findOrders } from "../v1/orders/find-orders.ts";
import { search } from "../v1/search/search.ts";

/** An endpoint under the name and with the arguments that a model understands. */
export interface McpTool {
  name: string;
  endpoint: Endpoint;
  /** In place of the endpoint's own words. */
  description?: string;
  /** Of the endpoint's input; the rest has its default. */
  takes: readonly string[];
  /** What is put in, whoever asks. */
  fixed?: Readonly<Record<string, unknown>>;
  /** Changes what was written before the endpoint gets it. */
  prepare?(input: Record<string, unknown>): Record<string, unknown>;
}

/**
 * What other software may do here over the Model Context Protocol. Each is an endpoint of the API, so that its scope,
 * its input and what leaves are those of the API; none of them sends anything to a customer.
 */
export const mcpTools: readonly McpTool[] = [
  { name: "search_conversations", endpoint: search, takes: ["q", "limit", "cursor"], fixed: { type: "conversation" } },
  { name: "list_conversations", endpoint: listConversations, takes: ["limit", "cursor"] },
  { name: "get_conversation", endpoint: getConversation, takes: ["conversationId"] },
  { name: "list_messages", endpoint: listMessages, takes: ["conversationId", "limit", "cursor"] },
  { name: "get_customer", endpoint: getCustomer, takes: ["customerId"] },
  { name: "list_orders_of_customer", endpoint: listOrders, takes: ["customerId", "limit", "cursor"] },
  { name: "find_orders", endpoint: findOrders, takes: ["query"] },
  { name: "search_knowledge", endpoint: searchKnowledge, takes: ["q", "limit"] },
  {
    name: "draft_reply",
    endpoint: createNote,
    description:
      "Leaves a proposed reply as a note that only colleagues see. Nothing is sent: a person reads it, and sends what she will.",
    takes: ["conversationId", "body", "clientMessageId"],
    prepare: ({ body, ...input }) => ({ ...input, body: `Proposed reply, not sent:\n\n${body}` }),
  },
];

/** What a tool takes: a part of what its endpoint takes, and nothing else. */
export function inputOf({ endpoint, takes }: McpTool) {
  return z.strictObject(Object.fromEntries(takes.map((name) => [name, endpoint.input.shape[name]!])));
}

/** It only reads what is there. */
export function isRead({ endpoint }: McpTool): boolean {
  return endpoint.method === "get";
}

/** Everything in an endpoint's path is among what the tool takes. */
export function namesItsPath({ endpoint, takes }: McpTool): boolean {
  return pathParameters(endpoint.path).every((name) => takes.includes(name));
}
