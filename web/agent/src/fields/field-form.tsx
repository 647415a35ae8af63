import { Button, Group, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Field } from "../api/types.ts";
import classes from "./field-form.module.css";
import { typeLabel } from "./fields-page.tsx";
import { OptionsInput } from "./options-input.tsx";
import { type FieldWording, isSelect, toKey, useArchiveField, useSaveField } from "./use-fields.ts";

const empty: FieldWording = { entity: "conversation", key: "", label: "", type: "text", options: [] };

/** Defines a field; of one that is there, the label and the options can change. */
export function FieldForm({ field, onClose }: { field: Field | null; onClose: () => void }) {
  const [wording, setWording] = useState<FieldWording>(field ? startingFrom(field) : empty);
  const save = useSaveField(field);
  const change = (part: Partial<FieldWording>) => {
    save.reset();
    setWording((before) => ({ ...before, ...part }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const options = wording.options.filter(({ label }) => label.trim() !== "");
    if (!save.isPending)
      save.mutate({ ...wording, key: wording.key || toKey(wording.label), options }, { onSuccess: onClose });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
  };
  return (
    <form className={classes.form} aria-label={field ? field.label : "New field"} onSubmit={submit} onKeyDown={press}>
      {!field && (
        <SegmentedControl
          size="xs"
          aria-label="Of what"
          value={wording.entity}
          data={[
            { value: "conversation", label: "Of conversations" },
            { value: "customer", label: "Of customers" },
          ]}
          onChange={(entity) => change({ entity })}
        />
      )}
      <Group align="flex-start" grow>
        <TextInput
          label="Label"
          autoFocus
          maxLength={100}
          value={wording.label}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
        <TextInput
          label="Key"
          description={field ? undefined : "What programs call it; it never changes"}
          inputWrapperOrder={["label", "input", "description"]}
          maxLength={50}
          readOnly={field !== null}
          value={wording.key || (field ? "" : toKey(wording.label))}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
        <Select
          label="Type"
          allowDeselect={false}
          readOnly={field !== null}
          data={Object.entries(typeLabel).map(([value, label]) => ({ value: value as Field["type"], label }))}
          value={wording.type}
          onChange={(type) => type && change({ type, options: [] })}
        />
      </Group>
      {isSelect(wording.type) && <OptionsInput options={wording.options} onChange={(options) => change({ options })} />}
      {save.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(save.error)}
        </Text>
      )}
      <Group justify="space-between">
        {field ? <Archive field={field} /> : <span />}
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button size="xs" type="submit" disabled={wording.label.trim() === ""}>
            Save
          </Button>
        </Group>
      </Group>
    </form>
  );
}

function Archive({ field }: { field: Field }) {
  const archive = useArchiveField(field);
  return (
    <Group gap="sm">
      <Button size="xs" variant="default" onClick={() => archive.isPending || archive.mutate()}>
        {field.archivedAt ? "Restore" : "Archive"}
      </Button>
      <Text size="xs" c={archive.error ? "red" : "dimmed"} role="status">
        {archive.error ? sentence(archive.error) : "Its values are kept"}
      </Text>
    </Group>
  );
}

function startingFrom({ entity, key, label, type, options }: Field): FieldWording {
  const inUse = options.filter(({ archived }) => !archived);
  return { entity, key, label, type, options: inUse.map(({ value, label }) => ({ value, label })) };
}
