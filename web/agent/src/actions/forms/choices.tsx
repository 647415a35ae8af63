import { Checkbox, NativeSelect, Radio, Stack, Textarea } from "@mantine/core";

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <Radio.Group
      size="xs"
      label={label}
      value={value}
      onChange={(chosen) => isOne(chosen, options) && onChange(chosen)}
    >
      <Stack gap={6} mt={5}>
        {Object.entries(options).map(([name, words]) => (
          <Radio key={name} size="xs" value={name} label={String(words)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** One of several, in a list. */
export function Select<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      data={Object.entries(options).map(([name, words]) => ({ value: name, label: String(words) }))}
      onChange={({ currentTarget }) => isOne(currentTarget.value, options) && onChange(currentTarget.value)}
    />
  );
}

function isOne<Value extends string>(text: string, options: Readonly<Record<Value, string>>): text is Value {
  return text in options;
}

/** Whether the shop writes to the customer about it. */
export function Notify({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  return <Check label="The shop tells the customer by email" value={value} onChange={onChange} />;
}

export function Check({
  label,
  value,
  onChange,
}: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Checkbox size="xs" label={label} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}

export function StaffNote({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      size="xs"
      label="Note for the shop’s staff"
      autosize
      minRows={1}
      maxRows={5}
      maxLength={2000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
