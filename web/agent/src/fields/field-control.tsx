import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Field } from "../api/types.ts";
import type { FieldValue } from "./use-fields.ts";

interface Props {
  field: Field;
  value: FieldValue | null;
  readOnly: boolean;
  /** `seen` is what stood there when one began; "stale" when it was something else by then. */
  onSet: (value: FieldValue | null, seen: FieldValue | null) => Promise<"saved" | "stale" | "failed">;
}

/** One value to see and change. What is typed is saved when one leaves it or presses Enter; Escape takes it back. */
export function FieldControl(props: Props) {
  const { field, value, readOnly, onSet } = props;
  const { label, type } = field;
  const look = { label, size: "xs", readOnly, comboboxProps: { withinPortal: true } } as const;
  if (type === "boolean") {
    return (
      <Select
        {...look}
        placeholder="–"
        clearable
        data={[
          { value: "true", label: "Yes" },
          { value: "false", label: "No" },
        ]}
        value={value === null ? null : String(value)}
        onChange={(next) => void onSet(next === null ? null : next === "true", value)}
      />
    );
  }
  if (type === "select") {
    return (
      <Select
        {...look}
        placeholder="–"
        clearable
        searchable={field.options.length > 8}
        data={choicesOf(field, value)}
        value={typeof value === "string" ? value : null}
        onChange={(next) => void onSet(next, value)}
      />
    );
  }
  if (type === "multi_select") {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <MultiSelect
        {...look}
        placeholder={chosen.length === 0 ? "–" : ""}
        data={choicesOf(field, value)}
        value={chosen}
        onChange={(next) => void onSet(next, value)}
      />
    );
  }
  return <Typed {...props} />;
}

interface Written {
  text: string;
  /** What it was begun over; undefined once one was told that it is something else: then what is shown now. */
  over: FieldValue | null | undefined;
}

/** While one types, a colleague's change does not take the text away; saving then says that there was one. */
function Typed({ field: { label, type }, value, readOnly, onSet }: Props) {
  const [written, setWritten] = useState<Written | null>(null);
  const kept = value === null ? "" : String(value);
  const text = written?.text ?? kept;
  const number = Number(text.replace(",", "."));
  const wrong = type === "number" && Number.isNaN(number);
  const save = async () => {
    if (!written || wrong) return;
    const next = text.trim() === "" ? null : type === "number" ? number : text.trim();
    const outcome = next === value ? "saved" : await onSet(next, written.over === undefined ? value : written.over);
    if (outcome === "saved") setWritten(null);
    if (outcome === "stale") setWritten({ text, over: undefined });
  };
  return (
    <TextInput
      label={label}
      size="xs"
      placeholder="–"
      type={type === "date" ? "date" : "text"}
      inputMode={type === "number" ? "decimal" : undefined}
      maxLength={500}
      readOnly={readOnly}
      value={text}
      error={wrong ? "A number, such as 12.5" : undefined}
      onChange={(event) => setWritten({ text: event.currentTarget.value, over: written ? written.over : value })}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === "Enter") void save();
        if (event.key === "Escape") setWritten(null);
      }}
    />
  );
}

/** What can be chosen, and what was chosen before it was archived. */
function choicesOf({ options }: Field, value: FieldValue | null) {
  const had = (option: string) => (Array.isArray(value) ? value.includes(option) : value === option);
  return options
    .filter((option) => !option.archived || had(option.value))
    .map(({ value: option, label, archived }) => ({ value: option, label: archived ? `${label} (archived)` : label }));
}
