import { TextInput } from "@mantine/core";
import { minorOf } from "../../customer/money.ts";
import { Notify } from "./choices.tsx";
import { endOfDay } from "./end-of-day.ts";
import { formOf } from "./form-of.tsx";
import { MoneyInput } from "./money-input.tsx";

interface State {
  amount: string;
  expiresOn: string;
  notify: boolean;
}

export const StoreCreditForm = formOf<State>({
  initial: () => ({ amount: "", expiresOn: "", notify: true }),
  Fields: ({ state, set, about: { currency } }) => (
    <>
      <MoneyInput
        size="xs"
        label="Amount"
        data-autofocus
        currency={currency}
        value={state.amount}
        onChange={(amount) => set({ amount })}
      />
      <TextInput
        size="xs"
        type="date"
        label="Last day"
        description="Leave it empty for credit that does not expire."
        value={state.expiresOn}
        onChange={({ currentTarget }) => set({ expiresOn: currentTarget.value })}
      />
      <Notify value={state.notify} onChange={(notify) => set({ notify })} />
    </>
  ),
  input: ({ amount, expiresOn, notify }, { currency }) => {
    const minor = minorOf(amount, currency);
    if (!minor) return "Write how much store credit to give.";
    return { kind: "store_credit.add", amount: { minor, currency }, expiresAt: endOfDay(expiresOn), notify };
  },
});
