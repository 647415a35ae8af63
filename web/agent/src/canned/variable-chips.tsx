import { Text } from "@mantine/core";
import classes from "./variable-chips.module.css";
import { meaningOf } from "./variables.ts";

/** What can be filled in; pressing one puts it into the text. */
export function VariableChips({ onInsert }: { onInsert: (placeholder: string) => void }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={6}>
        Filled in for each conversation. Add what to say when nothing is known after a bar:{" "}
        <code className={classes.code}>{"{{customer.first_name|there}}"}</code>
      </Text>
      <div className={classes.chips}>
        {Object.entries(meaningOf).map(([variable, meaning]) => (
          <button
            key={variable}
            type="button"
            className={classes.chip}
            title={meaning}
            onClick={() => onInsert(`{{${variable}}}`)}
          >
            {variable}
          </button>
        ))}
      </div>
    </div>
  );
}
