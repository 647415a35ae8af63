import { Alert, Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { FilterField, View } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import {
  type DraftGroup,
  emptyGroup,
  isIncomplete,
  newCondition,
  problemsByKey,
  toDraft,
  toFilter,
} from "./filter-draft.ts";
import { FilterEditor } from "./filter-editor.tsx";
import { viewsPath } from "./paths.ts";
import { useNamed } from "./use-named.ts";
import { filterProblemsOf, useDeleteView, usePreview, useSaveView } from "./use-views.ts";
import classes from "./view-form.module.css";
import { ViewPreview } from "./view-preview.tsx";
import { sortLabel } from "./wording.ts";

const ASK_AFTER_MS = 250;

interface Props {
  view: View | null;
  fields: ReadonlyMap<string, FilterField>;
}

/** A view to build or to change. What it would show stands below, and what is wrong at the condition it is about. */
export function ViewForm({ view, fields }: Props) {
  const [, go] = useLocation();
  const mayShare = useMay("views:manage");
  const mayWrite = useMay("views:write") && (view === null || view.visibility === "private" || mayShare);
  const [name, setName] = useState(view?.name ?? "");
  const [audience, setAudience] = useState(view?.teamId ?? view?.visibility ?? "private");
  const teams = useNamed("team");
  const [sort, setSort] = useState<View["sort"]>(view?.sort ?? "last_activity");
  const [group, setGroup] = useState<DraftGroup>(() => (view ? toDraft(view.filter) : firstDraft(fields)));
  const save = useSaveView(view);
  const { filter, keyAt } = useMemo(() => toFilter(group), [group]);
  const incomplete = isIncomplete(group, fields);
  const [asked] = useDebouncedValue(incomplete ? null : filter, ASK_AFTER_MS);
  const preview = usePreview(asked);
  const refusal = save.error ?? (incomplete ? null : preview.error);
  const problems = useMemo(() => problemsByKey(filterProblemsOf(refusal), keyAt), [refusal, keyAt]);
  const other = save.error && problems.size === 0 ? sentence(save.error) : null;

  const change = (next: DraftGroup) => {
    save.reset();
    setGroup(next);
  };
  const ready = name.trim() !== "" && !incomplete && !save.isPending;
  const submit = () => {
    if (!ready || !mayWrite) return;
    save.mutate(
      { name, ...audienceOf(audience), sort, filter },
      { onSuccess: (saved) => go(`${viewsPath}/${saved.id}`) },
    );
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className={classes.form}
      aria-label={view ? view.name : "New view"}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {view?.broken && (
        <Alert color="red" variant="light" role="alert" title="This view shows nothing">
          {view.problems.map(({ path, message }) => (
            <div key={path}>{message}</div>
          ))}
        </Alert>
      )}
      {other && (
        <Alert color="red" variant="light" role="alert">
          {other}
        </Alert>
      )}
      <Group align="flex-end" gap="md" className={classes.head}>
        <TextInput
          label="Name"
          autoFocus={!view}
          maxLength={80}
          readOnly={!mayWrite}
          className={classes.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Seen by"
          disabled={!mayWrite}
          data={[
            { value: "private", label: "Me only" },
            { value: "shared", label: "Everybody", disabled: !mayShare },
            ...teams.map(({ value, label }) => ({ value, label: `Team ${label}`, disabled: !mayShare })),
          ]}
          value={audience}
          onChange={(event) => setAudience(event.currentTarget.value)}
        />
        <NativeSelect
          label="Order"
          disabled={!mayWrite}
          data={Object.entries(sortLabel).map(([value, label]) => ({ value, label }))}
          value={sort}
          onChange={(event) => setSort(event.currentTarget.value as View["sort"])}
        />
      </Group>
      <fieldset className={classes.filter} disabled={!mayWrite} aria-label="Conditions">
        <FilterEditor {...{ group, fields, problems, onChange: change }} />
      </fieldset>
      {mayWrite && (
        <Group justify="space-between">
          {view ? <Delete view={view} /> : <span />}
          <Group gap="sm">
            <Text size="xs" c="dimmed" role="status">
              {save.isSuccess ? "Saved" : incomplete ? "A condition has no value yet" : ""}
            </Text>
            {view && (
              <Button component={Link} href={`/inbox/view-${view.id}`} variant="default" size="xs">
                Open in the inbox
              </Button>
            )}
            <kbd className={classes.keys}>Ctrl Enter</kbd>
            <Button type="submit" size="xs" disabled={!ready}>
              {save.isPending ? "Saving…" : "Save"}
            </Button>
          </Group>
        </Group>
      )}
      <ViewPreview preview={preview} incomplete={incomplete} />
    </form>
  );
}

function Delete({ view }: { view: View }) {
  const [, go] = useLocation();
  const remove = useDeleteView(view);
  const [sure, setSure] = useState(false);
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant={sure ? "filled" : "default"}
        {...(sure && { color: "red" })}
        leftSection={<IconTrash size={15} />}
        onClick={() => (sure ? remove.mutate(undefined, { onSuccess: () => go(viewsPath) }) : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {sure ? "Delete it" : "Delete"}
      </Button>
      {remove.isError && (
        <Text size="xs" c="red" role="alert">
          {sentence(remove.error)}
        </Text>
      )}
    </Group>
  );
}

/** "private", "shared", or a team's id. */
function audienceOf(chosen: string): Pick<View, "visibility" | "teamId"> {
  if (chosen === "private" || chosen === "shared") return { visibility: chosen, teamId: null };
  return { visibility: "team", teamId: chosen };
}

function firstDraft(fields: ReadonlyMap<string, FilterField>): DraftGroup {
  const status = fields.get("status");
  const items = status ? [{ ...newCondition(status), value: ["open"] }] : [];
  return { ...emptyGroup(), items };
}
