import type { ShopAction } from "../api/types.ts";
import { money } from "../customer/money.ts";
import type { Status } from "../customer/order-status.ts";
import { plainWord } from "../orders/order-words.ts";

interface KindWords {
  /** Of the dialog and the menu. */
  title: string;
  /** On the button that does it. */
  verb: string;
  /** What was done. */
  done: string;
}

const kinds: Readonly<Record<string, KindWords>> = {
  "order.cancel": { title: "Cancel order", verb: "Cancel the order", done: "Order cancelled" },
  "order.refund": { title: "Refund", verb: "Refund", done: "Refunded" },
  "order.return": { title: "Return or exchange", verb: "Open the return", done: "Return opened" },
  "order.cancel_return": { title: "Cancel return", verb: "Cancel the return", done: "Return cancelled" },
  "order.edit": { title: "Edit lines", verb: "Change the order", done: "Order changed" },
  "order.change_address": { title: "Change address", verb: "Change the address", done: "Address changed" },
  "order.duplicate": { title: "Duplicate or replace", verb: "Do it", done: "Order duplicated" },
  "order.resend_confirmation": { title: "Send confirmation again", verb: "Send again", done: "Confirmation sent" },
  "order.set_note": { title: "Order note", verb: "Save note", done: "Order note saved" },
  "order.tag": { title: "Order tags", verb: "Save tags", done: "Order tags changed" },
  "customer.change_address": { title: "Change address", verb: "Change the address", done: "Address changed" },
  "customer.set_note": { title: "Customer note", verb: "Save note", done: "Customer note saved" },
  "customer.tag": { title: "Customer tags", verb: "Save tags", done: "Customer tags changed" },
  "draft_order.create": { title: "Draft order", verb: "Make the draft", done: "Draft order made" },
  "draft_order.delete": { title: "Delete draft order", verb: "Delete the draft", done: "Draft order deleted" },
  "discount_code.create": { title: "Discount code", verb: "Make the code", done: "Discount code made" },
  "discount_code.deactivate": { title: "Switch discount code off", verb: "Switch it off", done: "Code switched off" },
  "gift_card.create": { title: "Gift card", verb: "Make the gift card", done: "Gift card made" },
  "gift_card.deactivate": { title: "Switch gift card off", verb: "Switch it off", done: "Gift card switched off" },
  "store_credit.add": { title: "Store credit", verb: "Give store credit", done: "Store credit given" },
  "store_credit.remove": { title: "Take store credit back", verb: "Take it back", done: "Store credit taken back" },
};

export function kindWords(kind: string): KindWords {
  const plain = plainWord(kind.replace(".", " "));
  return kinds[kind] ?? { title: plain, verb: plain, done: plain };
}

export const kindNames: readonly string[] = Object.keys(kinds);

const stateWords: Readonly<Record<ShopAction["state"], Status>> = {
  planned: { label: "Not asked for yet", color: "gray" },
  awaiting_approval: { label: "Waits for approval", color: "orange" },
  approved: { label: "About to be done", color: "blue" },
  executing: { label: "The shop is doing it", color: "blue" },
  unknown: { label: "Outcome not known yet", color: "orange" },
  done: { label: "Done", color: "teal" },
  undone: { label: "Taken back", color: "gray" },
  refused: { label: "Refused", color: "red" },
  failed: { label: "Not done", color: "red" },
  declined: { label: "Declined", color: "red" },
  called_off: { label: "Called off", color: "gray" },
  expired: { label: "Ran out", color: "gray" },
};

/** How far it is, in a word. */
export function wordsOf({ state, trouble }: Pick<ShopAction, "state" | "trouble">): Status {
  // Nobody let it run out: something else came first.
  return state === "expired" && trouble ? { label: "Overtaken", color: "gray" } : stateWords[state];
}

/** What the AI has told the customer it could have done; her yes is waited for. */
export function isProposal({ state, requestedBy, preview, verdict, expiresAt }: ShopAction): boolean {
  const isPossible = preview !== null && verdict?.outcome !== "deny";
  const isOver = expiresAt !== null && Date.parse(expiresAt) < Date.now();
  return state === "planned" && requestedBy.type === "ai" && isPossible && !isOver;
}

/** "Refund €24.00": what pressing it will do. */
export function verbOf({ kind, preview }: Pick<ShopAction, "kind" | "preview">): string {
  const { verb } = kindWords(kind);
  const amount = preview && kind === "order.refund" ? preview.customerCost : null;
  return amount && amount.minor > 0 ? `${verb} ${money(amount.minor, amount.currency)}` : verb;
}

/** "Refunded €24.00 · #1042", or "Refund · #1042" as long as it is not done. */
export function headline(action: ShopAction, orderName: string | null): string {
  const { kind, state, preview, result } = action;
  const words = kindWords(kind);
  const isDone = state === "done" || state === "undone";
  const cost = result?.cost ?? preview?.cost ?? null;
  // In the customer's own currency as long as the shop gave just what the preview said.
  const same = preview && cost && cost.minor === preview.cost.minor ? preview.customerCost : cost;
  const amount = same && same.minor > 0 ? ` ${money(same.minor, same.currency)}` : "";
  const name = orderName ?? result?.shown.orderName;
  return `${isDone ? words.done : words.title}${amount}${name ? ` · ${name}` : ""}`;
}

/** Why nothing came of it, or why it is not known; null while all goes well. */
export function troubleText({ trouble, approval, state }: ShopAction): string | null {
  if (state === "declined") return approval?.note ? `Declined: ${approval.note}` : "Declined.";
  if (state === "called_off") return "It was called off before the shop did anything.";
  if (state === "expired" && !trouble) return "Nobody went on with it in time. Plan it anew.";
  return trouble?.message ?? null;
}
