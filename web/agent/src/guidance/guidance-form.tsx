import { Alert, Button, NumberInput, Select, TagsInput, Text, Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Problem, sentence } from "../api/problem.ts";
import type { Guidance } from "../api/types.ts";
import { fieldProblems } from "../lines/line-draft.ts";
import { Section } from "../lines/section.tsx";
import { useLeaveGuard } from "../shell/leave-guard.tsx";
import { useTeams } from "../teams/use-teams.ts";
import { type GuidanceContent, same, tidied } from "./content.ts";
import classes from "./guidance.module.css";
import { ModesEditor } from "./modes-editor.tsx";
import { OutreachFields } from "./outreach-fields.tsx";
import { ProceduresEditor } from "./procedures-editor.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { TryDialog } from "./try-dialog.tsx";
import { guidanceProblems, useSaveGuidance } from "./use-guidance.ts";

/** What the AI is told. It is saved first, and goes by nothing of it until it is published. */
export function GuidanceForm({ state }: { state: Guidance }) {
  const [base, setBase] = useState(state);
  const [content, setContent] = useState<GuidanceContent>(state.content);
  const [open, setOpen] = useState<"publish" | "try" | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { data: teams = [] } = useTeams();
  const save = useSaveGuidance();
  const problems = guidanceProblems(save.error) ?? fieldProblems(save.error);
  const isChanged = !same(tidied(content), tidied(base.content));
  const take = (next: Guidance) => {
    setBase(next);
    setContent(next.content);
  };
  const { publishedNumber } = state;
  const differs = state.changes.length > 0;
  const isStale = state.version !== base.version;
  if (isStale && !isChanged) take(state);
  useLeaveGuard(isChanged);
  useEffect(() => {
    if (save.isError) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [save.isError]);
  const change = (what: Partial<GuidanceContent>) => {
    save.reset();
    setContent((before) => ({ ...before, ...what }));
  };
  const submit = () => {
    if (save.isPending || !isChanged) return;
    save.mutate({ content: tidied(content), version: base.version }, { onSuccess: take });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const text = (field: "tone" | "about" | "disclosure", maxLength: number) => ({
    autosize: true,
    maxLength,
    value: content[field],
    error: problems.in(field),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [field]: currentTarget.value }),
  });
  const tags = (field: "languages" | "forbiddenTopics" | "handOverTopics") => ({
    value: content[field],
    error: problems.in(field),
    maxTags: 30,
    acceptValueOnBlur: true,
    onChange: (value: string[]) => change({ [field]: value }),
  });
  return (
    <>
      <form
        ref={form}
        className={classes.form}
        aria-label="Guidance"
        onKeyDown={press}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {isStale && isChanged && (
          <Alert color="yellow" variant="light" role="status">
            Somebody else has saved meanwhile. Copy what you want to keep, then go on from theirs.{" "}
            <Button size="compact-xs" variant="default" onClick={() => take(state)}>
              Take theirs
            </Button>
          </Alert>
        )}
        <Section title="How it speaks">
          <Textarea
            label="Tone"
            placeholder="Warm and short; first names; no exclamation marks"
            {...text("tone", 500)}
          />
          <Textarea
            label="About the shop"
            placeholder="What you sell and to whom, what is special"
            minRows={2}
            {...text("about", 4000)}
          />
          <div className={classes.two}>
            <TagsInput
              label="Answers in"
              description="Languages such as de or pt-BR; empty: hers"
              splitChars={[",", " "]}
              {...tags("languages")}
            />
            <Textarea
              label="Says that it is an AI"
              description="In the first answer it sends by itself; empty: our words"
              {...text("disclosure", 300)}
            />
          </div>
        </Section>
        <Section title="What it leaves alone">
          <TagsInput
            label="Says nothing about"
            description="Each with Enter. Who insists is handed over."
            {...tags("forbiddenTopics")}
          />
          <TagsInput
            label="Goes to people"
            description="Besides anger, legal threats, danger, and whoever asks for a person: those always do."
            {...tags("handOverTopics")}
          />
          <Select
            label="Handed over to"
            placeholder="where it stands"
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            value={content.handOverTeamId}
            error={problems.in("handOverTeamId")}
            onChange={(handOverTeamId) => change({ handOverTeamId })}
          />
        </Section>
        <Section title="Who does not answer">
          <NumberInput
            label="Reminded after so many days"
            description="Once, of what is still open, on the channel she wrote on; texts in the daytime. Empty: never. It goes out as the rules below say."
            min={1}
            max={30}
            allowDecimal={false}
            value={content.followUpAfterDays ?? ""}
            error={problems.in("followUpAfterDays")}
            onChange={(days) => change({ followUpAfterDays: typeof days === "number" ? days : null })}
          />
        </Section>
        <OutreachFields outreach={content.outreach} problems={problems} onChange={(outreach) => change({ outreach })} />
        <Section title="Procedures">
          <ProceduresEditor
            procedures={content.procedures}
            problems={problems}
            onChange={(procedures) => change({ procedures })}
          />
        </Section>
        <Section title="Which answers go out alone">
          <ModesEditor
            modes={content.modes}
            procedures={content.procedures}
            problems={problems}
            onChange={(modes) => change({ modes })}
          />
        </Section>
        <div className={classes.foot}>
          <Button type="submit" loading={save.isPending} disabled={!isChanged} title="Save (Ctrl+Enter)">
            {isChanged ? "Save" : "Saved"}
          </Button>
          <Button
            color="green"
            variant={isChanged ? "light" : "filled"}
            disabled={isChanged || isStale || !differs}
            onClick={() => setOpen("publish")}
          >
            Publish…
          </Button>
          <Button variant="default" disabled={isChanged || isStale} onClick={() => setOpen("try")}>
            Try on past conversations…
          </Button>
          {save.error ? (
            <Text size="sm" c="red" role="alert">
              {said(save.error, problems.first)}
            </Text>
          ) : (
            <Text size="sm" c="dimmed" role="status">
              {isChanged ? "Not saved yet." : standing(publishedNumber, differs)}
            </Text>
          )}
        </div>
      </form>
      {open === "publish" && <PublishDialog state={state} onClose={() => setOpen(null)} />}
      {open === "try" && <TryDialog onClose={() => setOpen(null)} />}
    </>
  );
}

function said(error: unknown, marked: string | null): string {
  if (marked !== null) return `Not saved, see what is marked. ${marked}.`;
  const isStale = error instanceof Problem && error.details.reason === "changed_meanwhile";
  return isStale ? "Somebody else saved first; nothing was overwritten." : sentence(error);
}

function standing(number: number | null, differs: boolean): string {
  if (number === null)
    return differs ? "Saved, not published: a person sends everything." : "Nothing is published yet.";
  return differs ? `The AI goes by version ${number}, not by this yet.` : `The AI goes by this (version ${number}).`;
}
