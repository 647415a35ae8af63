import { type MoneyInput, minorOf } from "../amount.ts";
import { announce } from "../announce.ts";
import { bagFrom } from "../bag.ts";
import { edited, restocked } from "../edits/apply.ts";
import type { Change, Edit } from "../edits/records.ts";
import { calculatedLineView, calculatedOrderView, stagedView } from "../edits/view.ts";
import { numberIn, orderIn } from "../find.ts";
import { gid } from "../gid.ts";
import { newRowId } from "../goods.ts";
import { tell } from "../happenings.ts";
import { touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import type { Order } from "../records.ts";
import { addToStock } from "../stock.ts";
import { unitsOf } from "../totals.ts";
import { payload, Refused } from "../user-error.ts";
import { orderView } from "../views/order.ts";

interface DiscountInput {
  description?: string | null;
  fixedValue?: MoneyInput | null;
  percentValue?: number | null;
}
interface AddVariantArgs {
  id: string;
  variantId: string;
  quantity: number;
  allowDuplicates?: boolean | null;
}
interface AddCustomArgs {
  id: string;
  title: string;
  price: MoneyInput;
  quantity: number;
  requiresShipping?: boolean | null;
}
interface SetQuantityArgs {
  id: string;
  lineItemId: string;
  quantity: number;
  restock?: boolean | null;
}

export const editMutations: Part = {
  query: (asking) => ({
    orderEditSession: ({ id }: { id: string }) => sessionView(asking, id),
  }),
  nodes: (asking) => [["OrderEditSession", (id) => sessionView(asking, id)]],
  mutation: (asking) => ({
    orderEditBegin: ({ id }: { id: string }) => payload(() => begin(asking, id)),
    orderEditAddVariant: (args: AddVariantArgs) => payload(() => addVariant(asking, args)),
    orderEditAddCustomItem: (args: AddCustomArgs) => payload(() => addCustom(asking, args)),
    orderEditSetQuantity: (args: SetQuantityArgs) => payload(() => setQuantity(asking, args)),
    orderEditAddLineItemDiscount: (args: { id: string; lineItemId: string; discount: DiscountInput }) =>
      payload(() => addDiscount(asking, args)),
    orderEditRemoveDiscount: (args: { id: string; discountApplicationId: string }) =>
      payload(() => removeDiscount(asking, args)),
    orderEditCommit: (args: { id: string; notifyCustomer?: boolean | null; staffNote?: string | null }) =>
      payload(() => commit(asking, args)),
  }),
};

function sessionView({ shop }: Asking, id: string) {
  const edit = shop.edits.find((each) => each.id === numberIn("OrderEditSession", id) && !each.isCommitted);
  return edit ? { id } : null;
}

function editIn({ shop }: Asking, id: string): { edit: Edit; order: Order } {
  const number = numberIn("CalculatedOrder", id) || numberIn("OrderEditSession", id);
  const edit = shop.edits.find((each) => each.id === number && !each.isCommitted);
  const order = shop.orders.find((each) => each.id === edit?.orderId);
  if (!edit || !order) throw new Refused(["id"], "The calculated order does not exist.");
  return { edit, order };
}

/** Tries the change before it is kept. */
function stage(asking: Asking, edit: Edit, order: Order, change: Change) {
  edited(asking, order, [...edit.changes, change]);
  edit.changes.push(change);
  return seen(asking, edit, order, change.lineId);
}

function seen(asking: Asking, edit: Edit, order: Order, lineId: number) {
  const after = { ...order, lines: edited(asking, order, edit.changes) };
  const line = after.lines.find(({ id }) => id === lineId);
  return {
    calculatedOrder: calculatedOrderView(asking, order, edit),
    calculatedLineItem: line ? calculatedLineView(asking, after, line, edit) : null,
    orderEditSession: { id: gid("OrderEditSession", edit.id) },
  };
}

function begin(asking: Asking, id: string) {
  const order = orderIn(asking.shop, id);
  if (order.cancelledAt !== null) throw new Refused(["id"], "The order cannot be edited: it is cancelled");
  const edit: Edit = { id: newRowId(asking.shop), orderId: order.id, isCommitted: false, changes: [] };
  asking.shop.edits.push(edit);
  const { calculatedOrder, orderEditSession } = seen(asking, edit, order, 0);
  return { calculatedOrder, orderEditSession };
}

function addVariant(asking: Asking, { id, variantId: variant, quantity, allowDuplicates }: AddVariantArgs) {
  const { edit, order } = editIn(asking, id);
  const variantId = numberIn("ProductVariant", variant);
  if (quantity < 1) throw new Refused(["quantity"], "Quantity must be greater than 0");
  const lines = edited(asking, order, edit.changes);
  const isThere = lines.some((line) => line.variantId === variantId && unitsOf({ ...order, lines }, line).current > 0);
  if (isThere && !allowDuplicates) throw new Refused(["variantId"], "The variant is already on the order");
  return stage(asking, edit, order, { kind: "variant", lineId: newRowId(asking.shop), variantId, quantity });
}

function addCustom(asking: Asking, { id, title, price, quantity, requiresShipping }: AddCustomArgs) {
  const { edit, order } = editIn(asking, id);
  if (quantity < 1) throw new Refused(["quantity"], "Quantity must be greater than 0");
  if (title.trim() === "") throw new Refused(["title"], "Title can't be blank");
  const minor = inOwnCurrency(order, price, ["price"]);
  const unit = bagFrom(minor, asking.shop.currency, order.presentment);
  const lineId = newRowId(asking.shop);
  return stage(asking, edit, order, {
    kind: "custom",
    lineId,
    title,
    unit,
    quantity,
    requiresShipping: requiresShipping === true,
  });
}

function inOwnCurrency({ presentment }: Order, { amount, currencyCode }: MoneyInput, field: string[]): number {
  if (currencyCode !== presentment.currency)
    throw new Refused(field, "Currency must be the presentment currency of the order");
  const minor = minorOf(amount, currencyCode, field);
  if (minor < 0) throw new Refused(field, "Amount must be at least 0");
  return minor;
}

function setQuantity(asking: Asking, { id, lineItemId, quantity, restock }: SetQuantityArgs) {
  const { edit, order } = editIn(asking, id);
  if (quantity < 0) throw new Refused(["quantity"], "Quantity must be at least 0");
  const lineId = numberIn("CalculatedLineItem", lineItemId);
  const added = edit.changes.find(
    (change) => change.lineId === lineId && (change.kind === "variant" || change.kind === "custom"),
  );
  if (!added) return stage(asking, edit, order, { kind: "quantity", lineId, quantity, restock: restock === true });
  if (quantity === 0) edit.changes = edit.changes.filter((change) => change.lineId !== lineId);
  else Object.assign(added, { quantity });
  return seen(asking, edit, order, lineId);
}

function addDiscount(
  asking: Asking,
  { id, lineItemId, discount }: { id: string; lineItemId: string; discount: DiscountInput },
) {
  const { edit, order } = editIn(asking, id);
  const { percentValue, fixedValue, description } = discount;
  if ((percentValue ?? null) !== null && (Number(percentValue) <= 0 || Number(percentValue) > 100)) {
    throw new Refused(["discount", "percentValue"], "Percent must be between 0 and 100");
  }
  if (!fixedValue && !percentValue) throw new Refused(["discount"], "A value is required");
  const minor = fixedValue ? inOwnCurrency(order, fixedValue, ["discount", "fixedValue"]) : 0;
  const change: Change = {
    ...{ kind: "discount", lineId: numberIn("CalculatedLineItem", lineItemId), id: newRowId(asking.shop) },
    ...{ title: description || "Discount", percentage: fixedValue ? null : (percentValue ?? null) },
    amount: fixedValue ? bagFrom(minor, asking.shop.currency, order.presentment) : null,
  };
  return { ...stage(asking, edit, order, change), addedDiscountStagedChange: stagedView(asking, order, change) };
}

function removeDiscount(asking: Asking, { id, discountApplicationId }: { id: string; discountApplicationId: string }) {
  const { edit, order } = editIn(asking, id);
  const number = numberIn("CalculatedManualDiscountApplication", discountApplicationId);
  const change = edit.changes.find((each) => each.kind === "discount" && each.id === number);
  if (!change) throw new Refused(["discountApplicationId"], "The discount does not exist", "INVALID");
  edit.changes = edit.changes.filter((each) => each !== change);
  return seen(asking, edit, order, change.lineId);
}

function commit(
  asking: Asking,
  { id, notifyCustomer, staffNote }: { id: string; notifyCustomer?: boolean | null; staffNote?: string | null },
) {
  const { shop } = asking;
  const { edit, order } = editIn(asking, id);
  if (edit.changes.length === 0) throw new Refused(["id"], "There must be at least one change to be made");
  const lines = edited(asking, order, edit.changes);
  const stock = restocked(order, edit.changes);
  Object.assign(order, { lines, edited: true, forcedStatus: null });
  for (const { variantId, units } of stock) addToStock(shop, variantId, units);
  edit.isCommitted = true;
  const at = touch(order);
  tell(shop, gid("Order", order.id), "edited", staffNote || "The order was edited.");
  announce(asking).send("orders/edited", {
    order_edit: {
      ...{ id: edit.id, created_at: at, committed_at: at, order_id: order.id, staff_note: staffNote ?? "" },
      ...{ app_id: null, user_id: null, notify_customer: notifyCustomer === true },
    },
  });
  announce(asking).order(order);
  return { order: () => orderView(asking, order), successMessages: ["Order updated"] };
}
