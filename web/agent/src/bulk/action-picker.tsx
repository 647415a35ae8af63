import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Field } from "../api/types.ts";
import { snoozeTimes } from "../conversation/snooze-times.ts";
import { FieldControl } from "../fields/field-control.tsx";
import { type FieldValue, useFields } from "../fields/use-fields.ts";
import { useSession } from "../session/session.tsx";
import { useStatuses } from "../statuses/use-statuses.ts";
import { useTags } from "../tags/use-tags.ts";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import { type Action, type ActionChoice, choicesOf, type Group as Kind, narrow } from "./action-choices.ts";
import classes from "./action-picker.module.css";

interface Props {
  group: Kind;
  onChoose: (action: Action, label: string) => void;
}

const hints: Record<Kind, string> = {
  assign: "Assign to…",
  tag: "Which tag?",
  time: "Snooze or priority",
  more: "What to do?",
};

/** What to do with what is chosen: typing narrows it down, Enter takes it. */
export function ActionPicker({ group, onChoose }: Props) {
  const [field, setField] = useState<Field | null>(null);
  if (field) return <FieldStep field={field} onChoose={onChoose} />;
  return <Choices group={group} onChoose={onChoose} onField={setField} />;
}

function Choices({ group, onChoose, onField }: Props & { onField: (field: Field) => void }) {
  const list = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const choices = narrow(useChoices(), group, typed);
  const active = Math.max(0, Math.min(at, choices.length - 1));
  useEffect(() => {
    frame.current?.querySelector(`[id="${list}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [list, active]);
  const take = (index: number) => {
    const { choice, label } = choices[index] ?? {};
    if (!choice || label === undefined) return;
    if ("field" in choice) onField(choice.field);
    else onChoose(choice.action, label);
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setAt((active + by + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter") take(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        size="xs"
        autoFocus
        role="combobox"
        aria-label="Find an action"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={choices.length > 0 ? `${list}-${active}` : undefined}
        placeholder={hints[group]}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div ref={frame} id={list} role="listbox" aria-label="Actions" className={classes.list}>
        {choices.map(({ label }, index) => (
          <div
            key={label}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
            onKeyDown={press}
          >
            {label}
          </div>
        ))}
        {choices.length === 0 && (
          <Text size="xs" c="dimmed" p={8}>
            Nothing is called so.
          </Text>
        )}
      </div>
    </>
  );
}

function useChoices(): ActionChoice[] {
  const { id: selfId } = useSession().member;
  const members = useMembers().data?.data ?? [];
  const teams = useTeams().data ?? [];
  const { data: tags = [] } = useTags();
  const { data: fields = [] } = useFields();
  const { data: statuses = [] } = useStatuses();
  return choicesOf({ selfId, members, teams, tags, fields, statuses, times: snoozeTimes(new Date()) });
}

/** The value that all of them get; nothing empties the field. */
function FieldStep({ field, onChoose }: { field: Field; onChoose: (action: Action, label: string) => void }) {
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
