import { Check, Choice, Notify, Select, StaffNote } from "./choices.tsx";
import { formOf } from "./form-of.tsx";

const reasons = {
  customer: "The customer no longer wants it",
  inventory: "Out of stock",
  fraud: "Fraud",
  declined: "The payment was declined",
  staff: "Our mistake",
  other: "Something else",
} as const;
const ways = {
  original: "Back the way it was paid",
  store_credit: "As store credit",
  none: "Not now",
} as const;

interface State {
  reason: keyof typeof reasons;
  refundTo: keyof typeof ways;
  restock: boolean;
  notify: boolean;
  note: string;
}

export const CancelForm = formOf<State>({
  initial: () => ({ reason: "customer", refundTo: "original", restock: true, notify: true, note: "" }),
  Fields: ({ state, set }) => (
    <>
      <Select label="Why" value={state.reason} options={reasons} onChange={(reason) => set({ reason })} />
      <Choice label="The money" value={state.refundTo} options={ways} onChange={(refundTo) => set({ refundTo })} />
      <Check label="Put the items back in stock" value={state.restock} onChange={(restock) => set({ restock })} />
      <Notify value={state.notify} onChange={(notify) => set({ notify })} />
      <StaffNote value={state.note} onChange={(note) => set({ note })} />
    </>
  ),
  input: (state) => ({ kind: "order.cancel", ...state }),
});
