import { ActionIcon, Button, NativeSelect, Text } from "@mantine/core";
import { IconFolderPlus, IconPlus, IconX } from "@tabler/icons-react";
import type { FilterField } from "../api/types.ts";
import { ConditionRow } from "./condition-row.tsx";
import { type DraftGroup, type DraftItem, emptyGroup, type Mode, newCondition, replaceItem } from "./filter-draft.ts";
import classes from "./filter-editor.module.css";
import { modeLabel } from "./wording.ts";

interface Props {
  group: DraftGroup;
  fields: ReadonlyMap<string, FilterField>;
  /** What is wrong, by the key of the item. */
  problems: ReadonlyMap<string, string>;
  onChange: (next: DraftGroup) => void;
  /** Absent for the outermost group. */
  onRemove?: () => void;
  depth?: number;
}

/** Groups inside each other, the outermost counted; a negated group is two deep for the server. */
const deepest = 2;

/** A group of conditions and groups. */
export function FilterEditor({ group, fields, problems, onChange, onRemove, depth = 0 }: Props) {
  const { mode, items } = group;
  const first = fields.get("status") ?? fields.values().next().value;
  const add = (item: DraftItem) => onChange({ ...group, items: [...items, item] });
  const problem = problems.get(group.key);
  return (
    <fieldset className={classes.group} data-depth={depth} aria-label={modeLabel[mode]}>
      <div className={classes.line}>
        <NativeSelect
          size="xs"
          aria-label="How many of these must hold"
          data={Object.entries(modeLabel).map(([value, label]) => ({ value, label }))}
          value={mode}
          onChange={(event) => onChange({ ...group, mode: event.currentTarget.value as Mode })}
        />
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" aria-label="Remove the group" onClick={onRemove}>
            <IconX size={15} />
          </ActionIcon>
        )}
      </div>
      <ul className={classes.items}>
        {items.map((item) => {
          const change = (next: DraftItem | null) => onChange(replaceItem(group, item.key, next));
          if (item.type === "condition") {
            const about = { condition: item, fields, problem: problems.get(item.key), onChange: change };
            return <ConditionRow key={item.key} {...about} />;
          }
          return (
            <li key={item.key}>
              <FilterEditor
                {...{ group: item, fields, problems, onChange: change, depth: depth + 1 }}
                onRemove={() => change(null)}
              />
            </li>
          );
        })}
      </ul>
      {items.length === 0 && (
        <Text size="xs" c="dimmed">
          {mode === "any" ? "Without a condition nothing fits." : "Without a condition everything fits."}
        </Text>
      )}
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
      <div className={classes.line}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          onClick={() => first && add(newCondition(first))}
        >
          Condition
        </Button>
        {depth < deepest && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconFolderPlus size={13} />}
            onClick={() => add({ ...emptyGroup("any"), items: first ? [newCondition(first)] : [] })}
          >
            Group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
