import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import type { Field } from "../api/types.ts";
import { FieldControl } from "../fields/field-control.tsx";
import type { FieldValue } from "../fields/use-fields.ts";
import type { Action } from "./action-choices.ts";

interface Props {
  field: Field;
  onChoose: (action: Extract<Action, { type: "set_field" }>, label: string) => void;
}

/** The value that all of them get; nothing empties the field. */
export function FieldStep({ field, onChoose }: Props) {
  const [value, setValue] = useState<FieldValue | null>(null);
  const label = value === null ? `Empty ${field.label}` : `Set ${field.label}`;
  return (
    <Stack gap={8} p={4}>
      <FieldControl
        field={field}
        value={value}
        readOnly={false}
        onSet={async (next) => {
          setValue(next);
          return "saved";
        }}
      />
      <Group justify="flex-end">
        <Button size="compact-sm" onClick={() => onChoose({ type: "set_field", key: field.key, value }, label)}>
          {label}
        </Button>
      </Group>
    </Stack>
  );
}
