import { Check, StaffNote } from "./choices.tsx";
import { formOf } from "./form-of.tsx";
import { type Picked, VariantPicker } from "./variant-picker.tsx";
import { type Worth, WorthFields, worthOf } from "./worth-fields.tsx";

interface State extends Worth {
  lines: Picked[];
  hasDiscount: boolean;
  invoice: boolean;
  note: string;
}

/** An order that she pays for by a link. */
export const DraftOrderForm = formOf<State>({
  initial: () => ({ lines: [], hasDiscount: false, by: "percent", percent: "10", amount: "", invoice: true, note: "" }),
  Fields: ({ state, set, about }) => (
    <>
      <VariantPicker label="Products" about={about} picked={state.lines} onChange={(lines) => set({ lines })} />
      <Check label="With a discount" value={state.hasDiscount} onChange={(hasDiscount) => set({ hasDiscount })} />
      {state.hasDiscount && <WorthFields worth={state} currency={about.currency} onChange={set} />}
      <Check
        label="The shop emails the invoice with a link to pay"
        value={state.invoice}
        onChange={(invoice) => set({ invoice })}
      />
      <StaffNote value={state.note} onChange={(note) => set({ note })} />
    </>
  ),
  input: ({ lines, hasDiscount, invoice, note, ...worth }, { currency }) => {
    if (lines.length === 0) return "Choose products.";
    const discount = hasDiscount ? worthOf(worth, currency) : null;
    if (hasDiscount && discount === null) return "Write how much the discount takes off.";
    return {
      kind: "draft_order.create",
      lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
      ...{ discount, address: null, note, invoice },
    };
  },
});
