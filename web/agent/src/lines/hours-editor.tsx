import { Select, Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { type Day, days, type FieldProblems, type LineDraft } from "./line-draft.ts";
import classes from "./line-form.module.css";
import { TargetField } from "./target-field.tsx";

const names: Record<Day, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};
const zones = Intl.supportedValuesOf("timeZone");
const office = "09:00–17:00";

interface Props {
  draft: LineDraft;
  problems: FieldProblems;
  onChange: (change: Partial<LineDraft>) => void;
}

/** When the line is open, in the shop's own time, and what calls come to at other times. */
export function HoursEditor({ draft, problems, onChange }: Props) {
  const { hours } = draft;
  const open = { mon: office, tue: office, wed: office, thu: office, fri: office, sat: "", sun: "" };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <Stack gap="md">
      <Switch
        label="Only at certain hours"
        checked={hours !== null}
        onChange={({ currentTarget }) =>
          onChange({ hours: currentTarget.checked ? { timeZone, days: open, closedDates: [] } : null })
        }
      />
      {hours && (
        <>
          <Select
            label="Time zone"
            data={zones.includes(hours.timeZone) ? zones : [hours.timeZone, ...zones]}
            searchable
            allowDeselect={false}
            maw={320}
            value={hours.timeZone}
            error={problems.in("settings.hours.timeZone")}
            onChange={(zone) => zone && onChange({ hours: { ...hours, timeZone: zone } })}
          />
          <fieldset className={classes.days} aria-label="Hours of each day">
            {days.map((day) => (
              <TextInput
                key={day}
                label={names[day]}
                placeholder="closed"
                value={hours.days[day]}
                error={problems.in(`settings.hours.days.${day}`)}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ hours: { ...hours, days: { ...hours.days, [day]: value } } })
                }
              />
            ))}
          </fieldset>
          <TagsInput
            label="Closed on"
            description="Days such as 2026-12-24, each with Enter."
            splitChars={[",", " "]}
            value={hours.closedDates}
            error={problems.in("settings.hours.closedDates")}
            onChange={(closedDates) => onChange({ hours: { ...hours, closedDates } })}
          />
          <Textarea
            label="Said while closed"
            autosize
            maxLength={1000}
            value={draft.closedSay}
            error={problems.in("settings.closedSay")}
            onChange={({ currentTarget }) => onChange({ closedSay: currentTarget.value })}
          />
          <TargetField
            label="Calls while closed"
            path="settings.closed"
            value={draft.closed}
            menus={Object.keys(draft.menus)}
            problems={problems}
            onChange={(closed) => onChange({ closed })}
          />
        </>
      )}
    </Stack>
  );
}
