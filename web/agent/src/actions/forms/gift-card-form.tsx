import { TextInput } from "@mantine/core";
import { minorOf } from "../../customer/money.ts";
import { StaffNote } from "./choices.tsx";
import { formOf } from "./form-of.tsx";
import { MoneyInput } from "./money-input.tsx";

interface State {
  amount: string;
  expiresOn: string;
  note: string;
}

export const GiftCardForm = formOf<State>({
  initial: () => ({ amount: "", expiresOn: "", note: "" }),
  Fields: ({ state, set, about: { currency } }) => (
    <>
      <MoneyInput
        size="xs"
        label="Worth"
        data-autofocus
        currency={currency}
        value={state.amount}
        onChange={(amount) => set({ amount })}
      />
      <TextInput
        size="xs"
        type="date"
        label="Last day"
        description="Leave it empty for one that does not expire."
        value={state.expiresOn}
        onChange={({ currentTarget }) => set({ expiresOn: currentTarget.value })}
      />
      <StaffNote value={state.note} onChange={(note) => set({ note })} />
    </>
  ),
  input: ({ amount, expiresOn, note }, { currency }) => {
    const minor = minorOf(amount, currency);
    if (!minor) return "Write what the gift card is worth.";
    return { kind: "gift_card.create", amount: { minor, currency }, note, expiresOn: expiresOn || null };
  },
});
