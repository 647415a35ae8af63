import { TextInput } from "@mantine/core";
import { minorOf } from "../../customer/money.ts";
import { Choice } from "./choices.tsx";
import { MoneyInput } from "./money-input.tsx";

const ways = { percent: "A percentage", amount: "An amount" } as const;

export interface Worth {
  by: keyof typeof ways;
  percent: string;
  amount: string;
}

interface Props {
  worth: Worth;
  currency: string;
  onChange: (change: Partial<Worth>) => void;
}

/** How much something takes off. */
export function WorthFields({ worth: { by, percent, amount }, currency, onChange }: Props) {
  return (
    <>
      <Choice label="It takes off" value={by} options={ways} onChange={(way) => onChange({ by: way })} />
      {by === "percent" ? (
        <TextInput
          size="xs"
          label="Percent"
          inputMode="decimal"
          rightSection="%"
          data-autofocus
          value={percent}
          onChange={(event) => onChange({ percent: event.currentTarget.value })}
        />
      ) : (
        <MoneyInput
          size="xs"
          label="Amount"
          currency={currency}
          value={amount}
          onChange={(value) => onChange({ amount: value })}
        />
      )}
    </>
  );
}

/** Null: nothing that could be taken off. */
export function worthOf({ by, percent, amount }: Worth, currency: string) {
  if (by === "amount") {
    const minor = minorOf(amount, currency);
    return minor ? { amount: { minor, currency } } : null;
  }
  const typed = percent.replace(",", ".").replace("%", "").trim();
  const share = /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? Number(typed) : 0;
  return share > 0 && share <= 100 ? { percent: share } : null;
}
