import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import classes from "./field-form.module.css";
import { type OptionWording, toKey } from "./use-fields.ts";

interface Props {
  options: readonly OptionWording[];
  onChange: (options: OptionWording[]) => void;
}

/** The choices of a select: Enter goes on to the next one. A new one is called by its first label for good. */
export function OptionsInput({ options, onChange }: Props) {
  const add = () => onChange([...options, { value: "", label: "" }]);
  const relabel = (index: number, label: string) =>
    onChange(options.map((option, at) => (at === index ? { ...option, label } : option)));
  /** Of a new one when it is left: before, each letter would be another value. */
  const settle = (index: number) => {
    const option = options[index];
    if (option?.value !== "" || option.label.trim() === "") return;
    const value = freeValue(toKey(option.label) || "option", options);
    onChange(options.map((one, at) => (at === index ? { ...one, value } : one)));
  };
  return (
    <fieldset className={classes.options}>
      <legend>Options</legend>
      {options.map((option, index) => (
        <div key={option.value || `new ${index}`} className={classes.option}>
          <TextInput
            size="xs"
            autoFocus={option.value === ""}
            aria-label={`Option ${index + 1}`}
            maxLength={100}
            value={option.label}
            onChange={(event) => relabel(index, event.currentTarget.value)}
            onBlur={() => settle(index)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              if (option.label.trim() === "") return;
              const value = option.value || freeValue(toKey(option.label) || "option", options);
              onChange([
                ...options.map((one, at) => (at === index ? { ...one, value } : one)),
                { value: "", label: "" },
              ]);
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${option.label || "the empty option"}`}
            onClick={() => onChange(options.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={add}>
        Add an option
      </Button>
    </fieldset>
  );
}

function freeValue(wanted: string, options: readonly OptionWording[]): string {
  const taken = new Set(options.map(({ value }) => value));
  for (let n = 1; ; n++) {
    const value = n === 1 ? wanted : `${wanted.slice(0, 45)}_${n}`;
    if (!taken.has(value)) return value;
  }
}
