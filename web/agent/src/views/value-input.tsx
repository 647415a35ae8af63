import { MultiSelect, NativeSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import type { FilterField } from "../api/types.ts";
import classes from "./filter-editor.module.css";
import { MomentInput } from "./moment-input.tsx";
import { MoneyValue } from "./money-value.tsx";
import { useNamed } from "./use-named.ts";

interface Props {
  field: FilterField;
  operator: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** Where a condition's value is written, by the kind of its field. */
export function ValueInput({ field, operator, value, onChange }: Props) {
  const takes = field.operators.find(({ name }) => name === operator)?.takes;
  const named = useNamed(field.refers);
  const label = `${field.label}: value`;
  if (takes === "nothing" || takes === undefined) return null;
  const options = field.kind === "choice" ? field.choices : named;
  const text = typeof value === "string" ? value : "";
  if (takes === "list" && options.length > 0) {
    const chosen = [value].flat().filter((one): one is string => typeof one === "string");
    return (
      <MultiSelect
        {...{ size: "xs", "aria-label": label, className: classes.value, searchable: true, hidePickedOptions: true }}
        placeholder={chosen.length === 0 ? "Choose" : ""}
        data={withUnknown(options, chosen)}
        value={chosen}
        onChange={onChange}
      />
    );
  }
  if (takes === "list" && field.kind === "text") {
    return (
      <TagsInput
        {...{ size: "xs", "aria-label": label, className: classes.value, splitChars: [","], acceptValueOnBlur: true }}
        placeholder={[value].flat().length === 0 ? "Words, each with Enter" : ""}
        value={[value].flat().map(String)}
        onChange={onChange}
      />
    );
  }
  if (takes === "list") {
    return (
      <TextInput
        {...{ size: "xs", "aria-label": label, className: classes.value, placeholder: "Ids, separated by commas" }}
        value={[value].flat().join(", ")}
        onChange={(event) => onChange(event.currentTarget.value.split(/[\s,]+/).filter(Boolean))}
      />
    );
  }
  if (field.kind === "moment") return <MomentInput {...{ label, value, onChange }} />;
  if (field.kind === "money") return <MoneyValue {...{ label, currencies: field.currencies, value, onChange }} />;
  if (field.kind === "number") {
    return (
      <NumberInput
        {...{ size: "xs", "aria-label": label, className: classes.short, placeholder: "Number" }}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
      />
    );
  }
  if (field.kind === "boolean") {
    return (
      <NativeSelect
        {...{ size: "xs", "aria-label": label }}
        data={[
          { value: "true", label: "yes" },
          { value: "false", label: "no" },
        ]}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value === "true")}
      />
    );
  }
  if (options.length > 0) {
    return (
      <Select
        {...{ size: "xs", "aria-label": label, className: classes.value, searchable: true, placeholder: "Choose" }}
        data={withUnknown(options, text ? [text] : [])}
        value={text || null}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  return (
    <TextInput
      {...{ size: "xs", "aria-label": label, className: classes.value, maxLength: 200 }}
      type={field.kind === "day" ? "date" : "text"}
      placeholder={field.kind === "reference" ? "Its id" : ""}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

/** What is chosen stays to be seen when it can no longer be chosen. */
function withUnknown(options: readonly { value: string; label: string }[], chosen: readonly string[]) {
  const known = new Set(options.map(({ value }) => value));
  const gone = chosen
    .filter((value) => !known.has(value))
    .map((value) => ({ value, label: `${value.slice(-6)} (gone)` }));
  return [...options.map(({ value, label }) => ({ value, label })), ...gone];
}
