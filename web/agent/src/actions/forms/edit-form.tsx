import { Group, TextInput } from "@mantine/core";
import type { ActionInput } from "../../api/types.ts";
import { minorOf } from "../../customer/money.ts";
import { current, type OrderData } from "../../orders/order-data.ts";
import { Check, Notify, StaffNote } from "./choices.tsx";
import { formOf } from "./form-of.tsx";
import { LinePicker, type Quantities } from "./line-picker.tsx";
import { MoneyInput } from "./money-input.tsx";
import { type Picked, VariantPicker } from "./variant-picker.tsx";

type Change = Extract<ActionInput, { kind: "order.edit" }>["changes"][number];

interface State {
  quantities: Quantities;
  restock: boolean;
  added: Picked[];
  item: string;
  price: string;
  notify: boolean;
  note: string;
}

const MOST = 1000;

/** Other quantities, more products, or an item of its own. */
export const EditForm = formOf<State>({
  initial: ({ order }) => ({
    quantities: order ? quantitiesOf(order) : {},
    ...{ restock: true, added: [], item: "", price: "", notify: true, note: "" },
  }),
  Fields: ({ state, set, about }) => {
    const { order, currency } = about;
    if (!order) return null;
    return (
      <>
        <LinePicker
          order={order}
          quantities={state.quantities}
          onChange={(quantities) => set({ quantities })}
          most={(line) => (current(line) > 0 ? MOST : 0)}
          noneLeft="no longer on the order"
          isOpen
        />
        <Check
          label="Put what is taken off back in stock"
          value={state.restock}
          onChange={(restock) => set({ restock })}
        />
        <VariantPicker label="Add" about={about} picked={state.added} onChange={(added) => set({ added })} />
        <Group grow align="flex-start" gap="xs">
          <TextInput
            size="xs"
            label="An item of its own"
            placeholder="Engraving"
            maxLength={255}
            value={state.item}
            onChange={(event) => set({ item: event.currentTarget.value })}
          />
          <MoneyInput
            size="xs"
            label="Its price"
            currency={currency}
            value={state.price}
            onChange={(price) => set({ price })}
          />
        </Group>
        <Notify value={state.notify} onChange={(notify) => set({ notify })} />
        <StaffNote value={state.note} onChange={(note) => set({ note })} />
      </>
    );
  },
  input: (state, { order, currency }) => {
    const { quantities, restock, added, notify, note } = state;
    const before = order ? quantitiesOf(order) : {};
    const changes: Change[] = Object.entries(quantities)
      .filter(([lineId, quantity]) => before[lineId] !== quantity)
      .map(([lineId, quantity]) => ({ change: "set_quantity", lineId, quantity, restock }));
    for (const { variantId, quantity } of added) changes.push({ change: "add_variant", variantId, quantity });
    const title = state.item.trim();
    const minor = minorOf(state.price, currency);
    if (title !== "" && minor === null) return "Write what the item costs; 0 where it is free.";
    if (title !== "")
      changes.push({ change: "add_item", title, quantity: 1, unitPrice: { minor: minor ?? 0, currency } });
    if (changes.length === 0) return "Nothing is different yet.";
    return { kind: "order.edit", changes, notify, note };
  },
});

function quantitiesOf({ lines }: OrderData): Quantities {
  return Object.fromEntries(lines.map((line) => [line.externalId ?? "", current(line)]));
}
