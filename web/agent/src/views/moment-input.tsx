import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { isRecord } from "../api/problem.ts";
import classes from "./filter-editor.module.css";

interface Props {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const units = ["minutes", "hours", "days", "weeks"];
const forms = {
  ago: { label: "… ago", begin: { ago: 2, unit: "hours" } },
  ahead: { label: "… from now", begin: { ahead: 2, unit: "hours" } },
  startOf: { label: "the start of …", begin: { startOf: "day", timeZone } },
  day: { label: "a day", begin: { day: "", timeZone } },
  at: { label: "a moment", begin: { at: "" } },
} as const;
type Form = keyof typeof forms;

/** A moment that moves with the clock, or a fixed one. Days begin in the time zone of whoever wrote the view. */
export function MomentInput({ label, value, onChange }: Props) {
  const given = isRecord(value) ? value : forms.ago.begin;
  const form = (Object.keys(forms) as Form[]).find((name) => name in given) ?? "ago";
  const now: Record<string, unknown> = { ...given };
  const zone = typeof now.timeZone === "string" ? now.timeZone : null;
  return (
    <>
      {(form === "ago" || form === "ahead") && (
        <>
          <NumberInput
            size="xs"
            aria-label={`${label}, how many`}
            className={classes.number}
            min={1}
            max={10_000}
            allowDecimal={false}
            value={typeof now[form] === "number" ? now[form] : ""}
            onChange={(next) => onChange({ ...now, [form]: next })}
          />
          <NativeSelect
            size="xs"
            aria-label={`${label}, unit`}
            data={units}
            value={String(now.unit)}
            onChange={(event) => onChange({ ...now, unit: event.currentTarget.value })}
          />
        </>
      )}
      <NativeSelect
        size="xs"
        aria-label={`${label}, kind of moment`}
        data={Object.entries(forms).map(([name, one]) => ({ value: name, label: one.label }))}
        value={form}
        onChange={(event) => onChange(forms[event.currentTarget.value as Form].begin)}
      />
      {form === "startOf" && (
        <NativeSelect
          size="xs"
          aria-label={`${label}, period`}
          data={[
            { value: "day", label: "today" },
            { value: "week", label: "this week" },
            { value: "month", label: "this month" },
          ]}
          value={String(now.startOf)}
          onChange={(event) => onChange({ ...now, startOf: event.currentTarget.value })}
        />
      )}
      {form === "day" && (
        <TextInput
          size="xs"
          type="date"
          aria-label={`${label}, day`}
          value={String(now.day)}
          onChange={(event) => onChange({ ...now, day: event.currentTarget.value })}
        />
      )}
      {form === "at" && (
        <TextInput
          size="xs"
          type="datetime-local"
          aria-label={`${label}, moment`}
          value={toLocal(String(now.at))}
          onChange={(event) => onChange({ at: toIso(event.currentTarget.value) })}
        />
      )}
      {zone && <span className={classes.quiet}>{zone}</span>}
    </>
  );
}

function toIso(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

/** What an input of a local date and time takes. */
function toLocal(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
