import { Alert, Button, Group, NativeSelect, TagsInput, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArchive } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { FilterField, Rule } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { type DraftGroup, emptyGroup, isIncomplete, problemsByKey, toDraft, toFilter } from "../views/filter-draft.ts";
import { FilterEditor } from "../views/filter-editor.tsx";
import { filterProblemsOf } from "../views/use-views.ts";
import { rulesPath } from "./paths.ts";
import classes from "./rule-form.module.css";
import { RulePreviewList } from "./rule-preview.tsx";
import { RuleSteps } from "./rule-steps.tsx";
import { useArchiveRule, useRulePreview, useSaveRule } from "./use-rules.ts";
import { hasMessage, triggerLabel } from "./wording.ts";

const ASK_AFTER_MS = 300;

interface Props {
  rule: Rule | null;
  fields: ReadonlyMap<string, FilterField>;
}

/** A rule to make or to change. What it would do now stands below, and what is wrong at what it is about. */
export function RuleForm({ rule, fields }: Props) {
  const [, go] = useLocation();
  const mayManage = useMay("rules:manage");
  const [name, setName] = useState(rule?.name ?? "");
  const [trigger, setTrigger] = useState<Rule["trigger"]>(rule?.trigger ?? "message_received");
  const [words, setWords] = useState<string[]>(rule?.words ?? []);
  const [group, setGroup] = useState<DraftGroup>(() => (rule ? toDraft(rule.filter) : emptyGroup()));
  const [steps, setSteps] = useState<Rule["steps"]>(rule?.steps ?? []);
  const save = useSaveRule(rule);
  const { filter, keyAt } = useMemo(() => toFilter(group), [group]);
  const incomplete = isIncomplete(group, fields);
  const asked = useMemo(
    () => ({ trigger, filter, words: hasMessage(trigger) ? words : [], steps }),
    [trigger, filter, words, steps],
  );
  const [settled] = useDebouncedValue(asked, ASK_AFTER_MS);
  const preview = useRulePreview(incomplete || !mayManage ? null : settled);
  const refusal = save.error ?? (incomplete ? null : preview.error);
  const problems = useMemo(() => problemsByKey(ofFilter(refusal), keyAt), [refusal, keyAt]);
  const other = save.error && problems.size === 0 ? sentence(save.error) : null;
  const ready = name.trim() !== "" && !incomplete && steps.length > 0 && !save.isPending;

  const write = <V,>(set: (value: V) => void) => {
    return (value: V) => {
      save.reset();
      set(value);
    };
  };
  const submit = () => {
    if (!ready || !mayManage) return;
    save.mutate({ name, ...asked }, { onSuccess: ({ id }) => go(`${rulesPath}/${id}`) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className={classes.form}
      aria-label={rule ? rule.name : "New rule"}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {rule && <Standing rule={rule} />}
      {other && (
        <Alert color="red" variant="light" role="alert">
          {other}
        </Alert>
      )}
      <Group align="flex-end" gap="md" className={classes.head}>
        <TextInput
          label="Name"
          className={classes.name}
          autoFocus={!rule}
          readOnly={!mayManage}
          maxLength={100}
          value={name}
          onChange={(event) => write(setName)(event.currentTarget.value)}
        />
        <NativeSelect
          label="When"
          disabled={!mayManage}
          data={Object.entries(triggerLabel).map(([value, label]) => ({ value, label }))}
          value={trigger}
          onChange={(event) => write(setTrigger)(event.currentTarget.value as Rule["trigger"])}
        />
      </Group>
      {hasMessage(trigger) && (
        <TagsInput
          label="And it says one of these"
          description="Words or phrases, whatever their case and accents; none: whatever it says. Enter adds one."
          readOnly={!mayManage}
          maxTags={50}
          value={words}
          onChange={write(setWords)}
        />
      )}
      <fieldset className={classes.part} disabled={!mayManage}>
        <legend className={classes.legend}>And the conversation fits</legend>
        <FilterEditor group={group} fields={fields} problems={problems} onChange={write(setGroup)} />
      </fieldset>
      <section className={classes.part} aria-label="Steps">
        <h2 className={classes.legend}>Then</h2>
        <RuleSteps steps={steps} readOnly={!mayManage} onChange={write(setSteps)} />
      </section>
      {mayManage && (
        <Group justify="space-between">
          {rule ? <Archive rule={rule} /> : <span />}
          <Group gap="sm">
            <Text size="xs" c="dimmed" role="status">
              {missing({ name, steps, incomplete }) ?? (save.isSuccess ? "Saved" : "")}
            </Text>
            <kbd className={classes.keys}>Ctrl Enter</kbd>
            <Button type="submit" size="xs" disabled={!ready}>
              {save.isPending ? "Saving…" : rule ? "Save" : "Save and switch on"}
            </Button>
          </Group>
        </Group>
      )}
      {mayManage && <RulePreviewList preview={preview.data} steps={steps} old={preview.isPlaceholderData} />}
    </form>
  );
}

function missing({ name, steps, incomplete }: { name: string; steps: Rule["steps"]; incomplete: boolean }) {
  if (incomplete) return "A condition has no value yet";
  if (steps.length === 0) return "Nothing is done yet: add a step";
  return name.trim() === "" ? "Give it a name" : null;
}

/** Paths of a saved rule's filter and those of a filter alone are the same. */
function ofFilter(error: unknown) {
  return filterProblemsOf(error).filter(({ path }) => !path.startsWith("steps"));
}

function Standing({ rule: { attention, problems, enabled } }: { rule: Rule }) {
  return (
    <>
      {attention && (
        <Alert color="red" variant="light" role="alert" title="This rule fails again and again">
          {attention.message}. It goes on trying; saving it begins anew.
        </Alert>
      )}
      {problems.length > 0 && (
        <Alert color="orange" variant="light" role="alert" title="Something it names is not there any more">
          {problems.map(({ path, message }) => (
            <Text key={`${path} ${message}`} size="sm">
              {message}
            </Text>
          ))}
        </Alert>
      )}
      {!enabled && (
        <Text size="sm" c="dimmed" role="note">
          It is off.
        </Text>
      )}
    </>
  );
}

function Archive({ rule }: { rule: Rule }) {
  const [, go] = useLocation();
  const archive = useArchiveRule();
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArchive size={15} />}
        aria-disabled={archive.isPending}
        onClick={() => archive.isPending || archive.mutate(rule, { onSuccess: () => go(rulesPath) })}
      >
        Archive
      </Button>
      {archive.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(archive.error)}
        </Text>
      )}
    </Group>
  );
}
