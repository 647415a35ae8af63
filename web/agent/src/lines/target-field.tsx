import { NativeSelect, TextInput } from "@mantine/core";
import { useTeams } from "../teams/use-teams.ts";
import type { FieldProblems, Target } from "./line-draft.ts";
import classes from "./line-form.module.css";

interface Props {
  label: string;
  description?: string;
  /** Where it stands in what is sent. */
  path: string;
  value: Target;
  menus: readonly string[];
  problems: FieldProblems;
  onChange: (target: Target) => void;
}

/** Where a call goes. */
export function TargetField({ label, description, path, value, menus, problems, onChange }: Props) {
  const teams = useTeams().data ?? [];
  const ways = [
    { value: "team:", label: "Ring everybody who is online" },
    ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: `Ring ${name}` })),
    ...menus.map((name) => ({ value: `menu:${name}`, label: `Ask the menu “${name}”` })),
    { value: "assistant", label: "The assistant talks" },
    { value: "voicemail", label: "Take a message" },
    { value: "number", label: "Ring a number outside…" },
    { value: "hang_up", label: "Hang up…" },
  ];
  const chosen = wayOf(value);
  // What it points to may be gone: it is shown, and the server says so.
  const gone = value.to === "menu" ? `Ask the menu “${value.menu}”, which is gone` : "A team that is not in use";
  const shown = ways.some((way) => way.value === chosen) ? ways : [{ value: chosen, label: gone }, ...ways];
  return (
    <div className={classes.target}>
      <NativeSelect
        label={label}
        description={description}
        data={shown}
        value={chosen}
        error={problems.in(path)}
        onChange={({ currentTarget }) => onChange(targetOf(currentTarget.value))}
      />
      {value.to === "number" && (
        <TextInput
          aria-label={`${label}: the number`}
          placeholder="+12025550171"
          inputMode="tel"
          value={value.number}
          onChange={({ currentTarget }) =>
            onChange({ to: "number", number: currentTarget.value.replace(/[\s()-]/g, "") })
          }
        />
      )}
      {value.to === "hang_up" && (
        <TextInput
          aria-label={`${label}: what is said before`}
          placeholder="What is said before; may be empty"
          value={value.say}
          onChange={({ currentTarget }) => onChange({ to: "hang_up", say: currentTarget.value })}
        />
      )}
    </div>
  );
}

function wayOf(target: Target): string {
  if (target.to === "team") return `team:${target.teamId ?? ""}`;
  return target.to === "menu" ? `menu:${target.menu}` : target.to;
}

function targetOf(way: string): Target {
  const [to, ...rest] = way.split(":");
  const what = rest.join(":");
  if (to === "team") return { to: "team", teamId: what || null };
  if (to === "menu") return { to: "menu", menu: what };
  if (to === "number") return { to: "number", number: "+" };
  if (to === "hang_up") return { to: "hang_up", say: "" };
  return { to: to === "assistant" ? "assistant" : "voicemail" };
}
