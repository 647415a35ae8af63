import { current, type OrderLine } from "../../orders/order-data.ts";
import { Choice, StaffNote } from "./choices.tsx";
import { formOf } from "./form-of.tsx";
import { chosenLines, LinePicker, type Quantities } from "./line-picker.tsx";

const ways = {
  draft: "A draft of the same, to be paid",
  replacement: "A replacement, free of charge, placed at once",
} as const;

interface State {
  way: keyof typeof ways;
  quantities: Quantities;
  note: string;
}

/** The same once more: as a draft to pay for, or in place of what was lost or broken. */
export const DuplicateForm = formOf<State>({
  initial: ({ order }) => ({
    way: "draft",
    quantities: Object.fromEntries(order?.lines.map((line) => [line.externalId ?? "", most(line)]) ?? []),
    note: "",
  }),
  Fields: ({ state, set, about: { order } }) =>
    order && (
      <>
        <Choice label="What to make" value={state.way} options={ways} onChange={(way) => set({ way })} />
        <LinePicker
          order={order}
          quantities={state.quantities}
          onChange={(quantities) => set({ quantities })}
          most={most}
          noneLeft="cannot be sent again"
        />
        <StaffNote value={state.note} onChange={(note) => set({ note })} />
      </>
    ),
  input: ({ way, quantities, note }, { order }) => {
    const lines = order ? chosenLines(order, quantities) : [];
    if (lines.length === 0) return "Choose lines.";
    return {
      kind: "order.duplicate",
      lines: lines.flatMap(({ line: { variantExternalId }, quantity }) =>
        variantExternalId ? [{ variantId: variantExternalId, quantity }] : [],
      ),
      ...{ replacement: way === "replacement", note },
    };
  },
});

/** What the shop no longer sells has no variant. */
function most(line: OrderLine): number {
  return line.variantExternalId ? Math.max(line.quantity, current(line)) : 0;
}
