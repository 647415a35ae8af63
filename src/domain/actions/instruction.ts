import { z } from "zod";

/** An amount in integer minor units of an ISO 4217 currency. */
export interface Money {
  minor: number;
  currency: string;
}

const mostMinor = 1_000_000_000_00;
const mostLines = 300;

const money = z.strictObject({
  minor: z.int().min(1).max(mostMinor).describe("In the currency's smallest unit."),
  currency: z.string().regex(/^[A-Z]{3}$/, "A currency is three capital letters: EUR"),
});
const shopId = z.string().min(1).max(200).describe("The shop's own id, as the order shows it.");
const note = z.string().max(2000).default("");
const text = (longest: number) => z.string().max(longest).nullable().default(null);
const quantity = z.int().min(1).max(100_000);
const refundTo = z.enum(["original", "store_credit"]);
const percent = z.number().min(0.01).max(100);
const notify = z.boolean().default(true).describe("Whether the shop tells the customer.");
const tags = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(255)
      .regex(/^[^,]*$/, "A tag has no comma"),
  )
  .max(50)
  .default([]);

const address = z.strictObject({
  firstName: text(255),
  lastName: text(255),
  company: text(255),
  address1: z.string().trim().min(1).max(255),
  address2: text(255),
  city: z.string().trim().min(1).max(255),
  provinceCode: text(10).describe("The subdivision's code: CO of US-CO."),
  zip: text(32),
  countryCode: z.string().regex(/^[A-Z]{2}$/, "A country is two capital letters: DE"),
  phone: text(50),
});
const newLine = z.strictObject({ variantId: shopId, quantity });
const newLines = z.array(newLine).max(mostLines);

/** What each kind takes, by what it is about. */
export const onOrder = {
  cancel: z.strictObject({
    kind: z.literal("order.cancel"),
    reason: z.enum(["customer", "declined", "fraud", "inventory", "staff", "other"]).default("customer"),
    restock: z.boolean().default(true),
    refundTo: z.enum(["original", "store_credit", "none"]).default("original"),
    notify,
    note,
  }),
  refund: z.strictObject({
    kind: z.literal("order.refund"),
    lines: z
      .array(
        z.strictObject({
          lineId: shopId,
          quantity,
          restock: z.enum(["return", "cancel", "none"]).default("none"),
        }),
      )
      .max(mostLines)
      .default([]),
    shipping: money.nullable().default(null).describe("Null: no shipping is given back."),
    amount: money
      .nullable()
      .default(null)
      .describe("Null: what the shop works out for these lines and shipping. In the customer's currency."),
    to: refundTo.default("original"),
    notify,
    note,
  }),
  return: z.strictObject({
    kind: z.literal("order.return"),
    lines: z
      .array(z.strictObject({ lineId: shopId, quantity, reason: z.string().min(1).max(100), note }))
      .min(1)
      .max(mostLines),
    exchange: newLines.default([]).describe("What she gets instead; empty for a plain return."),
    notify,
    settlementNote: text(500).describe("Which instrument she would like the difference on: a wish."),
  }),
  cancelReturn: z.strictObject({ kind: z.literal("order.cancel_return"), returnId: shopId }),
  edit: z.strictObject({
    kind: z.literal("order.edit"),
    changes: z
      .array(
        z.discriminatedUnion("change", [
          z.strictObject({
            change: z.literal("set_quantity"),
            lineId: shopId,
            quantity: z.int().min(0).max(100_000),
            restock: z.boolean().default(true),
          }),
          z.strictObject({ change: z.literal("add_variant"), variantId: shopId, quantity }),
          z.strictObject({
            change: z.literal("add_item"),
            title: z.string().trim().min(1).max(255),
            quantity,
            unitPrice: money.extend({ minor: z.int().min(0).max(mostMinor) }),
          }),
        ]),
      )
      .min(1)
      .max(mostLines),
    notify,
    note,
  }),
  changeAddress: z.strictObject({ kind: z.literal("order.change_address"), address }),
  duplicate: z.strictObject({
    kind: z.literal("order.duplicate"),
    lines: newLines.nullable().default(null).describe("Null: those of the order."),
    replacement: z.boolean().default(false).describe("Free of charge and placed at once."),
    note,
  }),
  resendConfirmation: z.strictObject({
    kind: z.literal("order.resend_confirmation"),
    email: z.email().nullable().default(null).describe("Null: the address on the order."),
  }),
  setNote: z.strictObject({ kind: z.literal("order.set_note"), note: z.string().max(5000) }),
  tag: z.strictObject({ kind: z.literal("order.tag"), add: tags, remove: tags }),
};
export const onCustomer = {
  changeAddress: z.strictObject({ kind: z.literal("customer.change_address"), address }),
  setNote: z.strictObject({ kind: z.literal("customer.set_note"), note: z.string().max(5000) }),
  tag: z.strictObject({ kind: z.literal("customer.tag"), add: tags, remove: tags }),
  draftOrder: z.strictObject({
    kind: z.literal("draft_order.create"),
    lines: newLines.min(1),
    discount: z
      .union([z.strictObject({ percent }), z.strictObject({ amount: money })])
      .nullable()
      .default(null),
    address: address.nullable().default(null),
    note,
    invoice: z.boolean().default(true).describe("Sends the customer a link to pay."),
  }),
  giftCard: z.strictObject({
    kind: z.literal("gift_card.create"),
    amount: money,
    note,
    expiresOn: z.iso.date().nullable().default(null),
  }),
  addCredit: z.strictObject({
    kind: z.literal("store_credit.add"),
    amount: money,
    expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
    notify,
  }),
};
export const discountCode = z.strictObject({
  kind: z.literal("discount_code.create"),
  code: z
    .string()
    .regex(/^[\w-]{3,60}$/, "A code is 3 to 60 letters, digits, hyphens or underscores")
    .nullable()
    .default(null)
    .describe("Null: one that cannot be guessed is made up."),
  worth: z.union([z.strictObject({ percent }), z.strictObject({ amount: money })]),
  minimum: money.nullable().default(null).describe("What the cart must be worth."),
  endsAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

/** What can be asked for. Whose order or customer it is about stands beside it, in our ids. */
export const askable = z.discriminatedUnion("kind", [
  onOrder.cancel,
  onOrder.refund,
  onOrder.return,
  onOrder.edit,
  onOrder.changeAddress,
  onOrder.duplicate,
  onOrder.resendConfirmation,
  onOrder.setNote,
  onOrder.tag,
  onCustomer.changeAddress,
  onCustomer.setNote,
  onCustomer.tag,
  onCustomer.draftOrder,
  onCustomer.giftCard,
  onCustomer.addCredit,
  discountCode,
]);

export type Asked = z.output<typeof askable>;

/** With what only takes back an earlier action: its ids come from the shop, never from a caller. */
const instruction = z.discriminatedUnion("kind", [
  ...askable.options,
  onOrder.cancelReturn,
  z.strictObject({ kind: z.literal("draft_order.delete"), draftOrderId: shopId }),
  z.strictObject({ kind: z.literal("discount_code.deactivate"), discountId: shopId }),
  z.strictObject({ kind: z.literal("gift_card.deactivate"), giftCardId: shopId }),
  z.strictObject({ kind: z.literal("store_credit.remove"), amount: money }),
]);
export type Instruction = z.output<typeof instruction>;
export type ActionKind = Instruction["kind"];
/** Every kind there is. */
export const actionKinds = instruction.options.map(({ shape }) => shape.kind.value);

type OrderKind = Extract<ActionKind, `order.${string}`>;
type CustomerKind =
  | Extract<ActionKind, `customer.${string}` | `store_credit.${string}`>
  | "draft_order.create"
  | "gift_card.create";
type Dated = { endsAt: string | null } | { expiresAt: string | null };
type InShop<I> = I extends { endsAt: string | null }
  ? Omit<I, "endsAt"> & { endsAt: Date | null; customerId: string | null }
  : I extends { expiresAt: string | null }
    ? Omit<I, "expiresAt"> & { expiresAt: Date | null }
    : I;

/** An instruction with the shop's own ids in it, as an adapter takes it. */
export type ShopAction = Instruction extends infer I
  ? I extends { kind: OrderKind }
    ? InShop<I> & { orderId: string }
    : I extends { kind: CustomerKind }
      ? InShop<I> & { customerId: string }
      : InShop<I>
  : never;

const ofCustomer = new Set<ActionKind>([
  ...(["customer.change_address", "customer.set_note", "customer.tag", "draft_order.create"] as const),
  ...(["gift_card.create", "store_credit.add", "store_credit.remove"] as const),
]);

/** What it is about: nothing can be planned without that. */
export function subjectOf(kind: ActionKind): "order" | "customer" | "shop" {
  if (kind.startsWith("order.")) return "order";
  return ofCustomer.has(kind) ? "customer" : "shop";
}

/** The shop's own ids of what an action is about. */
export interface ShopIds {
  orderId: string | null;
  customerId: string | null;
}

/** Null when the shop's id of what it is about is not known (any more). */
export function toShopAction(given: Instruction, { orderId, customerId }: ShopIds): ShopAction | null {
  const about = subjectOf(given.kind);
  if ((about === "order" && orderId === null) || (about === "customer" && customerId === null)) return null;
  const ids = {
    ...(about === "order" && { orderId }),
    ...((about === "customer" || given.kind === "discount_code.create") && { customerId }),
  };
  // Ids by what the kind is about and moments as dates: what the type says, which no compiler follows through a spread.
  return { ...given, ...ids, ...datesOf(given) } as ShopAction;
}

function datesOf(given: Instruction | Dated): { endsAt?: Date | null; expiresAt?: Date | null } {
  if ("endsAt" in given) return { endsAt: given.endsAt === null ? null : new Date(given.endsAt) };
  if ("expiresAt" in given) return { expiresAt: given.expiresAt === null ? null : new Date(given.expiresAt) };
  return {};
}

/** An adapter's action without the shop's ids of whom it is about: ours stand beside it. @throws ZodError */
export function toInstruction(action: object): Instruction {
  const { orderId: _, customerId: __, ...rest } = { orderId: null, customerId: null, ...action };
  const plain = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
  return instruction.parse(plain);
}
