import { z } from "zod";
import type { TauAction, TauDatabase, TauUser } from "./data.ts";
import { type Desk, type DeskAction, type DeskOrder, Refusal, type Visit } from "./desk.ts";
import type { Purse } from "./purse.ts";
import { country } from "./shop.ts";

/** What came of an action: nothing where Shopify has no counterpart for it. */
export type Outcome = "done" | `refused: ${string}` | "no counterpart";

interface Play {
  desk: Desk;
  purse: Purse;
  db: TauDatabase;
  visit(userId: string): Promise<Visit>;
}

const address = z.object({
  ...{ address1: z.string(), address2: z.string(), city: z.string(), state: z.string(), zip: z.string() },
  country: z.string(),
});
const items = { order_id: z.string(), item_ids: z.array(z.string()), payment_method_id: z.string() };
const arguments_ = {
  cancel: z.object({ order_id: z.string(), reason: z.enum(["no longer needed", "ordered by mistake"]) }),
  orderAddress: address.extend({ order_id: z.string() }),
  userAddress: address.extend({ user_id: z.string() }),
  swap: z.object({ ...items, new_item_ids: z.array(z.string()) }),
  giveBack: z.object(items),
};

type Tool = (play: Play, given: Record<string, unknown>) => Promise<Outcome>;

/** Every tool of τ-bench that changes something, as what a person at a desk of ours does. */
const tools: Record<string, Tool> = {
  cancel_pending_order: cancel,
  modify_pending_order_address: changeOrderAddress,
  modify_user_address: changeUserAddress,
  modify_pending_order_items: swapItems,
  exchange_delivered_order_items: exchange,
  return_delivered_order_items: giveBack,
};

export function hasCounterpart({ name, write }: TauAction): boolean {
  return !write || name in tools;
}

export async function play(play: Play, action: TauAction): Promise<Outcome> {
  const tool = tools[action.name];
  if (!tool) return "no counterpart";
  try {
    return await tool(play, action.arguments);
  } catch (error) {
    // What the tool or our API does not take is refused before anything is done.
    if (error instanceof z.ZodError) return "refused: invalid_arguments";
    if (error instanceof Refusal && error.status < 500) return `refused: ${error.message}`;
    throw error;
  }
}

/** @throws Refusal for an order that is not there. */
async function orderOf({ db, visit }: Play, orderId: string): Promise<{ order: DeskOrder; user: TauUser }> {
  const userId = db.orders[orderId]?.user_id ?? "";
  const user = db.users[userId];
  const opened = user && (await visit(userId));
  const order = opened?.order(`#${orderId.replace(/\D/g, "")}`);
  if (!user || !opened || !order) throw new Refusal(404, "There is no such order");
  return { order, user };
}

async function act(play: Play, about: object, action: object): Promise<Outcome> {
  const planned = await play.desk.plan({ ...about, action });
  return planned.preview?.refusal || planned.trouble ? refusedBy(planned) : outcomeOf(await play.desk.request(planned));
}

function outcomeOf(action: DeskAction): Outcome {
  return action.state === "done" ? "done" : refusedBy(action);
}

function refusedBy({ preview, trouble, verdict, state }: DeskAction): Outcome {
  return `refused: ${preview?.refusal?.code ?? verdict?.reasons[0] ?? trouble?.code ?? state}`;
}

async function cancel(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const { order_id, reason: note } = arguments_.cancel.parse(given);
  const { order } = await orderOf(play, order_id);
  const action = { kind: "order.cancel", reason: "customer", restock: true, refundTo: "original", notify: false, note };
  return act(play, { orderId: order.id }, action);
}

async function changeOrderAddress(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const asked = arguments_.orderAddress.parse(given);
  const { order, user } = await orderOf(play, asked.order_id);
  return act(play, { orderId: order.id }, { kind: "order.change_address", address: postal(asked, user) });
}

async function changeUserAddress(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const asked = arguments_.userAddress.parse(given);
  const user = play.db.users[asked.user_id];
  if (!user) throw new Refusal(404, "There is no such customer");
  const { customerId } = await play.visit(asked.user_id);
  return act(play, { customerId }, { kind: "customer.change_address", address: postal(asked, user) });
}

/** Lines of the same product go, others come; she pays what is missing, or gets what is too much, with this instrument. */
async function swapItems(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const { order_id, item_ids, new_item_ids, payment_method_id } = arguments_.swap.parse(given);
  const { order, user } = await orderOf(play, order_id);
  const lines = linesOf(order, item_ids);
  const changes = pairs(lines, new_item_ids).flatMap(([lineId, variantId]) => [
    { change: "set_quantity", lineId, quantity: 0, restock: true },
    { change: "add_variant", variantId, quantity: 1 },
  ]);
  const action = { kind: "order.edit", changes, notify: false, note: `Difference: ${payment_method_id}` };
  return withPayment(play, { order, user, method: payment_method_id, action }, () =>
    play.purse.settle(order.name, payment_method_id),
  );
}

async function exchange(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const { order_id, item_ids, new_item_ids, payment_method_id } = arguments_.swap.parse(given);
  const { order, user } = await orderOf(play, order_id);
  const chosen = pairs(linesOf(order, item_ids), new_item_ids);
  const action = {
    ...{ kind: "order.return", lines: returnLines(chosen.map(([lineId]) => lineId)), notify: false },
    exchange: chosen.map(([, variantId]) => ({ variantId, quantity: 1 })),
    settlementNote: payment_method_id,
  };
  return withPayment(play, { order, user, method: payment_method_id, action });
}

async function giveBack(play: Play, given: Record<string, unknown>): Promise<Outcome> {
  const { order_id, item_ids, payment_method_id } = arguments_.giveBack.parse(given);
  const { order, user } = await orderOf(play, order_id);
  if (!(await play.purse.canBeRefunded(order.name, user, payment_method_id))) return "refused: no_refund_there";
  const lines = returnLines(linesOf(order, item_ids));
  const action = { kind: "order.return", lines, exchange: [], notify: false, settlementNote: payment_method_id };
  return act(play, { orderId: order.id }, action);
}

interface Paid {
  order: DeskOrder;
  user: TauUser;
  method: string;
  action: object;
}

/** Nothing is done before the instrument she names is known to cover what the shop says she will owe. */
async function withPayment(
  { desk, purse }: Play,
  { order, user, method, action }: Paid,
  settle?: () => Promise<void>,
): Promise<Outcome> {
  const planned = await desk.plan({ orderId: order.id, action });
  if (planned.preview?.refusal || planned.trouble) return refusedBy(planned);
  const due = planned.preview?.balanceDue?.minor ?? 0;
  if (!(await purse.covers(user, method, due))) return "refused: payment_declined";
  const outcome = outcomeOf(await desk.request(planned));
  if (outcome === "done") await settle?.();
  return outcome;
}

/** A line of its own for each item, also where one item is there twice. @throws Refusal for one that is not there. */
function linesOf({ lines }: DeskOrder, itemIds: readonly string[]): string[] {
  const left = lines.flatMap((line) => Array.from({ length: line.currentQuantity }, () => line));
  return itemIds.map((item) => {
    const at = left.findIndex(({ sku }) => sku === item);
    const [line] = at === -1 ? [] : left.splice(at, 1);
    if (!line) throw new Refusal(404, "There is no such item in the order");
    return line.externalId;
  });
}

function pairs(lines: readonly string[], items: readonly string[]): [line: string, variant: string][] {
  if (lines.length !== items.length) throw new Refusal(422, "Each item needs one that takes its place");
  return lines.map((line, n) => [line, `gid://shopify/ProductVariant/${items[n]}`]);
}

function returnLines(lineIds: readonly string[]) {
  return [...new Set(lineIds)].map((lineId) => ({
    ...{ lineId, quantity: lineIds.filter((each) => each === lineId).length, reason: "unwanted", note: "" },
  }));
}

function postal(given: z.infer<typeof address>, { name }: TauUser) {
  const { address1, address2, city, state, zip } = given;
  return {
    ...{ firstName: name.first_name, lastName: name.last_name, company: null, phone: null },
    ...{ address1, address2: address2 || null, city, provinceCode: state, zip },
    countryCode: given.country === country.tau ? country.code : given.country,
  };
}
