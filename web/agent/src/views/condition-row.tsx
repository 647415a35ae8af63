import { ActionIcon, NativeSelect, Select, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { FilterField } from "../api/types.ts";
import { type DraftCondition, newCondition, withOperator } from "./filter-draft.ts";
import classes from "./filter-editor.module.css";
import { ValueInput } from "./value-input.tsx";
import { groupLabel, operatorLabel } from "./wording.ts";

interface Props {
  condition: DraftCondition;
  fields: ReadonlyMap<string, FilterField>;
  problem: string | undefined;
  onChange: (next: DraftCondition | null) => void;
}

/** One question: a field, how it is asked for, and a value. */
export function ConditionRow({ condition, fields, problem, onChange }: Props) {
  const field = fields.get(condition.field);
  const offered = [...fields.values()].filter(({ name, archived }) => !archived || name === condition.field);
  const choose = (name: string | null) => {
    const next = name === null ? undefined : fields.get(name);
    if (next && next.name !== condition.field) onChange({ ...newCondition(next), key: condition.key });
  };
  return (
    <li className={classes.condition}>
      <div className={classes.line}>
        <Select
          size="xs"
          aria-label="Field"
          searchable
          allowDeselect={false}
          className={classes.field}
          data={grouped(offered)}
          value={condition.field}
          onChange={choose}
        />
        {field && (
          <NativeSelect
            size="xs"
            aria-label={`How ${field.label} is asked for`}
            data={field.operators.map(({ name }) => ({ value: name, label: operatorLabel(field, name) }))}
            value={condition.operator}
            onChange={(event) => onChange(withOperator(condition, field, event.currentTarget.value))}
          />
        )}
        {field && (
          <ValueInput
            field={field}
            operator={condition.operator}
            value={condition.value}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.remove}
          aria-label={`Remove the condition on ${field?.label ?? condition.field}`}
          onClick={() => onChange(null)}
        >
          <IconX size={15} />
        </ActionIcon>
      </div>
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
    </li>
  );
}

/** Under what they are about; a group without a field is not there. */
function grouped(offered: readonly FilterField[]) {
  return Object.entries(groupLabel).flatMap(([name, group]) => {
    const items = offered.filter((field) => field.group === name).map(optionOf);
    return items.length > 0 ? { group, items } : [];
  });
}

function optionOf({ name, label, archived }: FilterField) {
  const ofCustomer = name.startsWith("customer_fields.") ? " (customer)" : "";
  return { value: name, label: `${label}${ofCustomer}${archived ? " (archived)" : ""}` };
}
