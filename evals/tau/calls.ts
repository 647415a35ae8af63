import type { TauAction, TauDatabase } from "../../proof/tau/data.ts";
import { country } from "../../proof/tau/shop.ts";

/** What an agent of ours does for an action of τ-bench: a proposal that the customer is asked about. */
export interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
  /** The order it is about, as we name it. */
  orderName: string;
  /** What she pays a difference with, or is paid to. */
  method: string | null;
}

/** Why an action has no tool of ours. */
export const unmapped: Record<string, string> = {
  modify_pending_order_payment: "Shopify charges no other instrument for a paid order",
  modify_user_address: "the AI changes addresses of orders, not the one on a customer's account",
};

/** @returns null where there is no tool for it. */
export function callFor({ name, arguments: given }: TauAction, db: TauDatabase): ToolCall | null {
  const orderId = String(given.order_id);
  const orderName = `#${orderId.replace(/\D/g, "")}`;
  const lines = () => linesOf(db, orderId, list(given.item_ids));
  const variants = () =>
    list(given.new_item_ids)
      .map((item) => `v${item}:1`)
      .join(", ");
  const method = typeof given.payment_method_id === "string" ? given.payment_method_id : null;
  const call = (tool: string, more: Record<string, unknown>): ToolCall => {
    return { name: tool, arguments: { orderName, ...more }, orderName, method };
  };
  switch (name) {
    case "cancel_pending_order":
      return call("propose_cancel_order", {});
    case "modify_pending_order_address":
      return call("propose_change_address", addressOf(given, db, orderId));
    case "modify_pending_order_items":
      return call("propose_edit_items", { remove: lines(), add: variants() });
    case "return_delivered_order_items":
      return call("propose_return", { lines: lines(), reason: "unwanted" });
    case "exchange_delivered_order_items":
      return call("propose_exchange", { lines: lines(), reason: "unwanted", variants: variants() });
    default:
      return null;
  }
}

/** A line of its own for each item, also where one item is there twice; one that is not there is line 99. */
function linesOf(db: TauDatabase, orderId: string, itemIds: readonly string[]): string {
  const left = (db.orders[orderId]?.items ?? []).map(({ item_id }, n) => ({ item_id, line: n + 1 }));
  const named = itemIds.map((item) => {
    const at = left.findIndex(({ item_id }) => item_id === item);
    return at === -1 ? 99 : left.splice(at, 1)[0]!.line;
  });
  return named.map((line) => `${line}:1`).join(", ");
}

function addressOf(given: Record<string, unknown>, db: TauDatabase, orderId: string) {
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  const { first_name: firstName = "", last_name: lastName = "" } =
    db.users[db.orders[orderId]?.user_id ?? ""]?.name ?? {};
  const countryCode = text("country") === country.tau ? country.code : text("country");
  return {
    ...{ firstName, lastName, company: "", phone: "", address1: text("address1"), address2: text("address2") },
    ...{ city: text("city"), provinceCode: text("state"), zip: text("zip"), countryCode },
  };
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
