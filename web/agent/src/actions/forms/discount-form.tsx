import { TextInput } from "@mantine/core";
import { minorOf } from "../../customer/money.ts";
import { endOfDay } from "./end-of-day.ts";
import { formOf } from "./form-of.tsx";
import { MoneyInput } from "./money-input.tsx";
import { type Worth, WorthFields, worthOf } from "./worth-fields.tsx";

interface State extends Worth {
  code: string;
  minimum: string;
  endsOn: string;
}

/** A code that takes something off, for her alone. */
export const DiscountForm = formOf<State>({
  initial: () => ({ by: "percent", percent: "10", amount: "", code: "", minimum: "", endsOn: "" }),
  Fields: ({ state, set, about: { currency } }) => (
    <>
      <WorthFields worth={state} currency={currency} onChange={set} />
      <TextInput
        size="xs"
        label="Code"
        description="Leave it empty for one that nobody can guess."
        maxLength={60}
        value={state.code}
        onChange={({ currentTarget }) => set({ code: currentTarget.value.toUpperCase().replace(/\s/g, "") })}
      />
      <MoneyInput
        size="xs"
        label="Only for carts of at least"
        currency={currency}
        value={state.minimum}
        onChange={(minimum) => set({ minimum })}
      />
      <TextInput
        size="xs"
        type="date"
        label="Last day"
        value={state.endsOn}
        onChange={({ currentTarget }) => set({ endsOn: currentTarget.value })}
      />
    </>
  ),
  input: ({ code, minimum, endsOn, ...typed }, { currency }) => {
    const worth = worthOf(typed, currency);
    if (!worth) return "Write how much the code takes off: up to 100 %, or an amount.";
    if (code !== "" && !/^[\w-]{3,60}$/.test(code)) return "A code is 3 to 60 letters, digits, hyphens or underscores.";
    const least = minorOf(minimum, currency);
    return {
      kind: "discount_code.create",
      ...{ code: code || null, worth, endsAt: endOfDay(endsOn) },
      minimum: least ? { minor: least, currency } : null,
    };
  },
});
