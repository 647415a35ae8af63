import { minorOf, money, typedMoney } from "../../customer/money.ts";
import { customersCurrency, type OrderData, type OrderLine, refundable } from "../../orders/order-data.ts";
import { Check, Choice, Notify, StaffNote } from "./choices.tsx";
import { type About, formOf } from "./form-of.tsx";
import { chosenLines, LinePicker, type Quantities } from "./line-picker.tsx";
import { MoneyInput } from "./money-input.tsx";

const ways = { original: "Back the way it was paid", store_credit: "As store credit" } as const;
const amounts = { suggested: "What the shop works out for these", own: "Another amount" } as const;

interface State {
  quantities: Quantities;
  restock: boolean;
  withShipping: boolean;
  shipping: string;
  by: keyof typeof amounts;
  amount: string;
  to: keyof typeof ways;
  notify: boolean;
  note: string;
}

/** Parts of what she paid: lines, shipping or an amount of its own. */
export const RefundForm = formOf<State>({
  initial: ({ order }) => ({
    quantities: {},
    restock: true,
    withShipping: false,
    shipping: order ? typedMoney(shippingOf(order), customersCurrency(order)) : "",
    ...{ by: "suggested", amount: "", to: "original", notify: true, note: "" },
  }),
  Fields: ({ state, set, about: { order, currency } }) => {
    if (!order) return null;
    const shipping = shippingOf(order);
    return (
      <>
        <LinePicker
          order={order}
          quantities={state.quantities}
          onChange={(quantities) => set({ quantities })}
          most={refundable}
          noneLeft="given back already"
        />
        <Check label="Put the items back in stock" value={state.restock} onChange={(restock) => set({ restock })} />
        {shipping > 0 && (
          <Check
            label={`Shipping as well, ${money(shipping, currency)} at most`}
            value={state.withShipping}
            onChange={(withShipping) => set({ withShipping })}
          />
        )}
        {state.withShipping && (
          <MoneyInput
            size="xs"
            label="Of the shipping"
            currency={currency}
            value={state.shipping}
            onChange={(value) => set({ shipping: value })}
          />
        )}
        <Choice label="How much" value={state.by} options={amounts} onChange={(by) => set({ by })} />
        {state.by === "own" && (
          <MoneyInput
            size="xs"
            label="Amount"
            currency={currency}
            value={state.amount}
            onChange={(amount) => set({ amount })}
          />
        )}
        <Choice label="Where it goes" value={state.to} options={ways} onChange={(to) => set({ to })} />
        <Notify value={state.notify} onChange={(notify) => set({ notify })} />
        <StaffNote value={state.note} onChange={(note) => set({ note })} />
      </>
    );
  },
  input: (state, about) => refundOf(state, about),
});

function refundOf({ quantities, restock, withShipping, by, to, notify, note, ...typed }: State, about: About) {
  const { order, currency } = about;
  if (!order) return "There is no order.";
  const lines = chosenLines(order, quantities).map(({ line, id, quantity }) => ({
    ...{ lineId: id, quantity, restock: restock ? restockOf(line, quantity) : ("none" as const) },
  }));
  const shipping = withShipping ? minorOf(typed.shipping, currency) : 0;
  if (shipping === null) return "Write how much of the shipping goes back.";
  const amount = by === "own" ? minorOf(typed.amount, currency) : null;
  if (by === "own" && !amount) return "Write the amount that goes back.";
  if (lines.length === 0 && shipping === 0 && amount === null) return "Choose lines, shipping or an amount.";
  return {
    kind: "order.refund" as const,
    ...{ lines, to, notify, note },
    shipping: shipping > 0 ? { minor: shipping, currency } : null,
    amount: amount === null ? null : { minor: amount, currency },
  };
}

/** What was not sent goes back on the shelf; what was sent comes back first. */
function restockOf({ unfulfilledQuantity = 0 }: OrderLine, quantity: number): "cancel" | "return" {
  return unfulfilledQuantity >= quantity ? "cancel" : "return";
}

function shippingOf({ details }: OrderData): number {
  return (details?.shippingLines ?? []).reduce((sum, { discountedPrice }) => sum + discountedPrice.presentmentMinor, 0);
}
