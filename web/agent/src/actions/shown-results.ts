import type { ShopAction } from "../api/types.ts";

export interface Shown {
  label: string;
  value: string;
}

const labels: Readonly<Record<string, string>> = {
  code: "Code",
  invoiceUrl: "Link to pay",
  draftOrderName: "Draft order",
  orderName: "Order",
  returnName: "Return",
  amount: "Amount",
  balance: "Store credit now",
  summary: "What it gives",
  to: "Sent to",
};

/** What the shop handed back, for people to see; amount and order stand in the headline. */
export function shownOf({ kind, result }: Pick<ShopAction, "kind" | "result">): Shown[] {
  return Object.entries(result?.shown ?? {})
    .filter(([name]) => name !== "amount" && (name !== "orderName" || kind === "order.duplicate"))
    .map(([name, value]) => ({ label: labels[name] ?? name, value }));
}

/** What of it belongs into a reply: a code or a link to pay. Null: nothing does. */
export function insertable({ state, result }: Pick<ShopAction, "state" | "result">): string | null {
  if (state !== "done") return null;
  return result?.shown.code ?? result?.shown.invoiceUrl ?? null;
}
