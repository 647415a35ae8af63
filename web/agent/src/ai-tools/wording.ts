import type { AiTool } from "../api/types.ts";

/** What a tool does, as a person would switch it on or off. */
const names: Record<string, string> = {
  find_orders: "Look up the customer’s orders",
  get_order: "Look up one order",
  order_status: "On the phone: say how far an order is",
  get_conversation: "Read earlier messages of the conversation",
  search_knowledge: "Search the shop’s knowledge",
  lookup_table: "Look something up in the shop’s tables",
  send_code: "Send a code that shows who she is",
  search_products: "Search the shop’s products",
  business_hours: "Say when you are open",
  cart_link: "Make a link to a filled cart",
  tag_conversation: "Tag the conversation",
  assign_to_team: "Give the conversation to a team",
  request_callback: "Ask for a call back",
  remember: "Keep in mind what she says about herself",
  tell_when_back: "Keep that she wants to know when something is back",
  list_proposals: "Look up what waits for the customer’s yes",
  propose_cancel_order: "Propose to cancel an order",
  propose_refund: "Propose a refund",
  propose_return: "Propose a return",
  propose_exchange: "Propose an exchange",
  propose_edit_items: "Propose to change what is in an order",
  propose_change_address: "Propose another address for an order",
  propose_discount_code: "Propose a discount code",
  propose_store_credit: "Propose store credit",
  confirm: "Carry out what the customer said yes to",
  hand_over: "Give the conversation to people",
};

export function toolName(tool: string): string {
  const words = tool.replaceAll("_", " ");
  return names[tool] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export const kindNames: Record<AiTool["kind"], { words: string; color: string }> = {
  read: { words: "Reads", color: "gray" },
  write: { words: "Changes here", color: "blue" },
  money: { words: "Asks the shop", color: "orange" },
};

/** How sure we are who writes, the least first. */
export const levels: readonly AiTool["needs"][] = ["anonymous", "claimed", "verified"];

export const levelNames: Record<AiTool["needs"], string> = {
  anonymous: "For anybody",
  claimed: "For who says who she is",
  verified: "For who has shown who she is",
};
