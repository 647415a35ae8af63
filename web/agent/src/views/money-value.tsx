import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { MoneyInput } from "../actions/forms/money-input.tsx";
import { isRecord } from "../api/problem.ts";
import { minorOf, typedMoney } from "../customer/money.ts";
import classes from "./filter-editor.module.css";

interface Props {
  label: string;
  /** What the shops count in. */
  currencies: readonly string[];
  value: unknown;
  onChange: (value: { minor: number; currency: string } | undefined) => void;
}

/** An amount; its currency is asked for only where there are several, or none is known yet. */
export function MoneyValue({ label, currencies, value, onChange }: Props) {
  const given = read(value);
  const [currency, setCurrency] = useState(given?.currency ?? currencies[0] ?? "");
  const [text, setText] = useState(given && given.minor >= 0 ? typedMoney(given.minor, given.currency) : "");
  const known = [...new Set([...currencies, ...(given ? [given.currency] : [])])];
  const write = (amount: string, code: string) => {
    setText(amount);
    setCurrency(code);
    const minor = /^[A-Z]{3}$/.test(code) ? minorOf(amount, code) : null;
    onChange(minor === null ? undefined : { minor, currency: code });
  };
  const name = `${label}, currency`;
  return (
    <>
      <MoneyInput
        {...{ size: "xs", "aria-label": label, className: classes.short, placeholder: "Amount", currency }}
        value={text}
        onChange={(next) => write(next, currency)}
      />
      {known.length > 1 && (
        <NativeSelect
          {...{ size: "xs", "aria-label": name, data: known, value: currency }}
          onChange={(event) => write(text, event.currentTarget.value)}
        />
      )}
      {known.length === 0 && (
        <TextInput
          {...{ size: "xs", "aria-label": name, className: classes.number, placeholder: "EUR", maxLength: 3 }}
          value={currency}
          onChange={(event) => write(text, event.currentTarget.value.toUpperCase())}
        />
      )}
    </>
  );
}

function read(value: unknown): { minor: number; currency: string } | null {
  if (!isRecord(value) || typeof value.minor !== "number" || typeof value.currency !== "string") return null;
  return { minor: value.minor, currency: value.currency };
}
