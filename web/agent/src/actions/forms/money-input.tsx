import { Text, TextInput, type TextInputProps } from "@mantine/core";
import { minorOf } from "../../customer/money.ts";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value: string;
  currency: string;
  onChange: (value: string) => void;
}

/** An amount as people type it, in a currency that is said beside it. */
export function MoneyInput({ value, currency, onChange, ...props }: Props) {
  const isWrong = value.trim() !== "" && minorOf(value, currency) === null;
  return (
    <TextInput
      {...props}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      rightSection={<Text size={props.size === "xs" ? "xs" : "sm"}>{currency}</Text>}
      rightSectionWidth={52}
      error={isWrong ? `Write an amount of ${currency}, like 12` : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
