import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionPreview, OrderChange, ShopAction } from "../../contract-actions.ts";
import { orderEditCommitDocument } from "../documents-edit-actions.ts";
import { noMoney, none, same, spoken } from "./amounts.ts";
import { afterwards, change } from "./ask.ts";
import { bringsOf, type Moved } from "./brings.ts";
import { begin, type Staged, stage } from "./edit-session.ts";
import { type ActionOrder, cancelledRefusal, loadLines, loadOrder, type ShopLine } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { digest, done, line, marked, orRefusal, previewOf } from "./previews.ts";
import { type Refusal, Refused } from "./refused.ts";

type Edit = ActionOf<"order.edit">;

const staffNoteLength = 255;
/** What the lines were and will be, and what will be owed: an edit leaves no note of ours that can be read again. */
const memo = z.object({
  before: z.string(),
  after: z.string(),
  quantities: z.record(z.string(), z.number().int()),
  owed: z.object({ minor: z.number().int(), currency: z.string() }),
});
type Memo = z.infer<typeof memo>;

/**
 * Lines of an order, all in one session of Shopify's: the preview stages them and leaves the session, the execution
 * stages them again and commits. Whether it was done is told by the lines.
 */
export const edit: Performer<"order.edit"> = {
  async preview(shop, action) {
    const order = await loadOrder(shop, action.orderId);
    const lines = await loadLines(shop, order.id);
    const refusal = refusedNow(action, order, lines);
    const brings = refusal ? undefined : await bringsOf(shop, takenBy(lines, action.changes), addedBy(action.changes));
    const base = { cost: noMoney(order.net), facts: { ...order.facts, ...(brings && { brings }) } };
    const before = countOf(lines, idsOf(lines));
    const rests = [lines.map((each) => [each.id, each.currentQuantity, each.unfulfilledQuantity]), order.outstanding];
    if (refusal) return previewOf({ ...base, rests: [rests, refusal], refusal });
    return orRefusal(base, async () => {
      const staged = await stage(shop, await begin(shop, order.id), action.changes);
      const after = countAfter(lines, action.changes);
      const quantities = Object.fromEntries(lines.map((each) => [each.id, each.currentQuantity]));
      const owed = staged.outstanding.customer;
      const kept: Memo = { before: digest(before), after: digest(after), quantities, owed };
      return previewOf({
        ...{ ...base, rests: [rests, staged.total], lines: shown(lines, action.changes, staged), memo: kept },
        balanceDue: owed.minor > 0 ? owed : null,
        warnings: warningsOf(order, staged),
      });
    });
  },

  async execute(shop, attempt) {
    const { action, key, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const order = await loadOrder(shop, action.orderId);
    const lines = await loadLines(shop, order.id);
    const { before, after } = remembered(preview);
    const current = digest(countOf(lines, knownTo(preview)));
    if (current === after) return outcome(order, lines, attempt);
    const refusal = current === before ? refusedNow(action, order, lines) : changedMeanwhile(order);
    if (refusal) throw new Refused(refusal);
    const session = await begin(shop, order.id);
    await stage(shop, session, action.changes);
    const staffNote = marked(action.note, key, staffNoteLength);
    await change(shop, orderEditCommitDocument, { id: session.id, notify: action.notify, staffNote }, z.unknown());
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

function remembered({ memo: kept }: ActionPreview): Memo {
  return memo.parse(JSON.parse(kept ?? "{}"));
}

function changedMeanwhile({ name }: ActionOrder): Refusal {
  return { code: "changed_meanwhile", message: `${name} was edited by somebody else: look at it again` };
}

async function readBack(shop: Connection, attempt: AttemptOf<"order.edit">): Promise<Done | null> {
  const order = await loadOrder(shop, attempt.action.orderId);
  const lines = await loadLines(shop, order.id);
  const { preview } = attempt;
  return digest(countOf(lines, knownTo(preview))) === remembered(preview).after ? outcome(order, lines, attempt) : null;
}

function refusedNow({ changes }: Edit, order: ActionOrder, lines: readonly ShopLine[]): Refusal | null {
  const { name, notEditable } = order;
  const cancelled = cancelledRefusal(order);
  if (cancelled) return cancelled;
  if (notEditable) return { code: "not_editable", message: `${name} cannot be edited: ${notEditable}` };
  const after = digest(countAfter(lines, changes));
  for (const each of changes) {
    if (each.change !== "set_quantity") {
      if (each.quantity < 1) return { code: "invalid_quantity", message: "What is added needs a quantity" };
      continue;
    }
    const found = lines.find(({ id }) => id === each.lineId);
    if (!found) return { code: "unknown_line", message: `${name} has no such line` };
    const sent = found.currentQuantity - found.unfulfilledQuantity;
    if (each.quantity < sent) {
      return { code: "fulfilled", message: `${sent} of ${found.name} were sent and cannot be taken off the order` };
    }
  }
  if (changes.length > 0 && after !== digest(countOf(lines, idsOf(lines)))) return null;
  return { code: "nothing_to_change", message: `${name} is like that already` };
}

/** The lines there were when the edit was previewed: the others came by it, or by somebody else. */
function knownTo(preview: ActionPreview): ReadonlySet<string> {
  return new Set(Object.keys(remembered(preview).quantities));
}

/**
 * How many there are of each known line, and of each variant (or item that is none) on lines that came since: taking a
 * line off and adding the same again is a change, at the price of now.
 */
function countOf(lines: readonly ShopLine[], known: ReadonlySet<string>): Record<string, number> {
  const count: Record<string, number> = {};
  for (const each of lines) add(count, known.has(each.id) ? each.id : soldAs(each), each.currentQuantity);
  return withoutNone(count);
}

function idsOf(lines: readonly ShopLine[]): ReadonlySet<string> {
  return new Set(lines.map(({ id }) => id));
}

function countAfter(lines: readonly ShopLine[], changes: readonly OrderChange[]) {
  const count: Record<string, number> = {};
  for (const each of lines) {
    const set = changes.findLast((one) => one.change === "set_quantity" && one.lineId === each.id);
    add(count, each.id, set ? set.quantity : each.currentQuantity);
  }
  for (const one of changes) {
    if (one.change === "add_variant") add(count, one.variantId, one.quantity);
    if (one.change === "add_item") add(count, `item ${one.title.trim()}`, one.quantity);
  }
  return withoutNone(count);
}

function takenBy(lines: readonly ShopLine[], changes: readonly OrderChange[]): Moved[] {
  return lines.flatMap((each) => {
    const set = changes.findLast((one) => one.change === "set_quantity" && one.lineId === each.id);
    const quantity = each.currentQuantity - (set?.quantity ?? each.currentQuantity);
    return quantity > 0 ? [{ variantId: each.variant?.id ?? null, quantity }] : [];
  });
}

function addedBy(changes: readonly OrderChange[]): Moved[] {
  return changes.flatMap((one): Moved[] => {
    if (one.change === "add_item") return [{ variantId: null, quantity: one.quantity }];
    return one.change === "add_variant" ? [one] : [];
  });
}

function soldAs({ variant, title }: ShopLine): string {
  return variant?.id ?? `item ${title.trim()}`;
}

function add(count: Record<string, number>, what: string, quantity: number): void {
  count[what] = (count[what] ?? 0) + quantity;
}

function withoutNone(count: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(count).filter(([, quantity]) => quantity !== 0));
}

function shown(lines: readonly ShopLine[], changes: readonly OrderChange[], staged: Staged): ActionPreview["lines"] {
  return changes.map((each, index) => {
    if (each.change === "add_item") return line(`Add ${each.title}`, each.quantity, each.unitPrice);
    if (each.change === "add_variant") {
      const added = staged.added.get(index);
      return line(`Add ${added?.name ?? "an item"}`, each.quantity, added?.price.customer ?? null);
    }
    const found = lines.find(({ id }) => id === each.lineId);
    const from = `${found?.name ?? "A line"}: ${found?.currentQuantity ?? 0} →`;
    return line(`${from} ${each.quantity}`, each.quantity);
  });
}

function warningsOf(order: ActionOrder, { outstanding }: Staged): string[] {
  const owed = -outstanding.customer.minor;
  const owedBefore = Math.max(0, -order.outstanding.customer.minor);
  if (owed <= owedBefore) return [];
  return [`${spoken({ ...outstanding.customer, minor: owed })} are then to be refunded; this does not do it`];
}

function outcome(order: ActionOrder, lines: readonly ShopLine[], { action, preview }: AttemptOf<"order.edit">): Done {
  const { owed, quantities } = remembered(preview);
  const owes = order.outstanding.customer;
  return done({
    externalId: order.id,
    cost: none(preview.cost),
    discrepancy: same(owes, owed) ? null : `${spoken(owes)} are owed after it, not ${spoken(owed)}`,
    shown: { orderName: order.name },
    undo: undoOf(action, lines, quantities),
  });
}

/** Quantities as they were; what was taken off altogether is added anew, and what was added taken off. */
function undoOf(action: Edit, lines: readonly ShopLine[], before: Memo["quantities"]): ShopAction | null {
  const changes = lines.flatMap((each): OrderChange[] => {
    const was = before[each.id] ?? 0;
    if (was === each.currentQuantity) return [];
    if (each.currentQuantity > 0) {
      return [{ change: "set_quantity", lineId: each.id, quantity: was, restock: true }];
    }
    return each.variant ? [{ change: "add_variant", variantId: each.variant.id, quantity: was }] : [];
  });
  if (changes.length === 0) return null;
  return { kind: "order.edit", orderId: action.orderId, changes, notify: false, note: "Undone" };
}
