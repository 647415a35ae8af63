import { Alert, Button, Select, Switch, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { PhoneLine } from "../api/types.ts";
import { HoursEditor } from "./hours-editor.tsx";
import { fieldProblems, type LineDraft, toDraft, toSettings } from "./line-draft.ts";
import classes from "./line-form.module.css";
import { MenuEditor } from "./menu-editor.tsx";
import { QueueFields } from "./queue-fields.tsx";
import { renameMenu } from "./rename-menu.ts";
import { Section } from "./section.tsx";
import { TargetField } from "./target-field.tsx";
import { useSaveLine } from "./use-lines.ts";

/** How one number answers. What is wrong is said at the field, and the first such field is gone to. */
export function LineForm({ line }: { line: PhoneLine }) {
  const [base, setBase] = useState(line);
  const [name, setName] = useState(line.name);
  const [draft, setDraft] = useState<LineDraft>(() => toDraft(line.settings));
  const save = useSaveLine(line.id);
  const form = useRef<HTMLFormElement>(null);
  const take = (next: PhoneLine) => {
    setBase(next);
    setName(next.name);
    setDraft(toDraft(next.settings));
  };
  const isChanged = name !== base.name || same(draft) !== same(toDraft(base.settings));
  const isStale = same(line) !== same(base);
  if (isStale && !isChanged) take(line);
  const problems = fieldProblems(save.error);
  useEffect(() => {
    if (save.isError) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [save.isError]);
  const change = (what: Partial<LineDraft>) => setDraft((before) => ({ ...before, ...what }));
  const submit = () => {
    if (!save.isPending) save.mutate({ name, settings: toSettings(draft) }, { onSuccess: take });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const menus = Object.keys(draft.menus);
  const shared = { draft, problems, menus, onChange: change };
  const text = (field: "greeting" | "consentAnnouncement") => ({
    autosize: true,
    maxLength: 1000,
    value: draft[field],
    error: problems.in(`settings.${field}`),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [field]: currentTarget.value }),
  });
  return (
    <form
      ref={form}
      className={classes.form}
      aria-label="How it answers"
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isStale && isChanged && (
        <Alert color="yellow" variant="light" role="status">
          Somebody else has changed this line meanwhile; saving replaces that.{" "}
          <Button size="compact-xs" variant="default" onClick={() => take(line)}>
            Take theirs
          </Button>
        </Alert>
      )}
      <Section title="Greeting">
        <TextInput
          label="What you call it"
          placeholder="Customer care"
          maxLength={80}
          value={name}
          error={problems.in("name")}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Textarea label="Said first" placeholder="Thank you for calling." {...text("greeting")} />
        <div className={classes.grid}>
          <Select
            label="Language"
            data={languages.includes(draft.language) ? languages : [draft.language, ...languages]}
            searchable
            allowDeselect={false}
            value={draft.language}
            error={problems.in("settings.language")}
            onChange={(language) => language && change({ language })}
          />
          <TextInput
            label="Voice"
            placeholder="the usual one"
            maxLength={60}
            value={draft.voice ?? ""}
            error={problems.in("settings.voice")}
            onChange={({ currentTarget }) => change({ voice: currentTarget.value || null })}
          />
          <TargetField
            label="Then"
            path="settings.first"
            value={draft.first}
            menus={menus}
            problems={problems}
            onChange={(first) => change({ first })}
          />
        </div>
      </Section>
      <Section title="Menus">
        <MenuEditor
          menus={draft.menus}
          problems={problems}
          onChange={(next) => change({ menus: next })}
          onRename={(from, to) => setDraft((before) => ({ ...before, ...renameMenu(before, from, to) }))}
        />
      </Section>
      <Section title="Opening hours">
        <HoursEditor {...shared} />
      </Section>
      <QueueFields {...shared} />
      <Section title="Recording">
        <Switch
          label="Record what is said"
          description="It is written down too, beside the recording."
          checked={draft.record}
          onChange={({ currentTarget }) => change({ record: currentTarget.checked })}
        />
        {draft.record && <Textarea label="Said before it is recorded" {...text("consentAnnouncement")} />}
      </Section>
      <Section title="Assistant">
        <Text size="sm" c="dimmed">
          It talks where calls are sent to it, and gives them to people when it cannot go on.
        </Text>
        <Textarea
          label="Said first by the assistant"
          description="Then it says that it is a machine. Empty: the usual words."
          autosize
          maxLength={500}
          value={draft.assistant.greeting}
          error={problems.in("settings.assistant.greeting")}
          onChange={({ currentTarget }) => change({ assistant: { ...draft.assistant, greeting: currentTarget.value } })}
        />
        <div className={classes.grid}>
          <TagsInput
            label="May change to"
            description="Languages such as de-DE."
            data={languages}
            maxTags={6}
            value={draft.assistant.languages}
            error={problems.in("settings.assistant.languages")}
            onChange={(spoken) => change({ assistant: { ...draft.assistant, languages: spoken } })}
          />
          <TargetField
            label="After the assistant"
            description="When it hands a call over, or fails."
            path="settings.assistantFallback"
            value={draft.assistantFallback}
            menus={menus}
            problems={problems}
            onChange={(assistantFallback) => change({ assistantFallback })}
          />
        </div>
      </Section>
      <div className={classes.foot}>
        <Button type="submit" loading={save.isPending} disabled={!isChanged} title="Save (Ctrl+Enter)">
          {isChanged ? "Save" : "Saved"}
        </Button>
        {save.error && (
          <Text size="sm" c="red" role="alert">
            {problems.first === null ? sentence(save.error) : `Not saved, see what is marked. ${problems.first}.`}
          </Text>
        )}
        {isChanged && !save.error && (
          <Text size="sm" c="dimmed">
            It counts for calls from then on.
          </Text>
        )}
      </div>
    </form>
  );
}

const same = (value: unknown) => JSON.stringify(value);

/** What Twilio speaks and most shops need; another one can be typed through the API. */
const languages =
  "da-DK de-DE en-AU en-GB en-US es-ES fi-FI fr-CA fr-FR it-IT nb-NO nl-NL pl-PL pt-BR pt-PT sv-SE".split(" ");
