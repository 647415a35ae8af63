import { Alert, Button, Group, Text, Textarea, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { flushSync } from "react-dom";
import { useLocation } from "wouter";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { CannedReply } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { StepEditor } from "../steps/step-editor.tsx";
import classes from "./canned-reply-form.module.css";
import { cannedRepliesPath } from "./paths.ts";
import { TeamSelect } from "./team-select.tsx";
import { useArchiveCannedReply, useSaveCannedReply } from "./use-canned-replies.ts";
import { refusalOf, stepProblems, useWording } from "./use-wording.ts";
import { VariableChips } from "./variable-chips.tsx";

/** A canned reply to read or to write; null makes a new one. What the server refuses stands at its field. */
export function CannedReplyForm({ reply }: { reply: CannedReply | null }) {
  const [, go] = useLocation();
  const mayManage = useMay("canned_replies:manage");
  const readsTeams = useMay("teams:read");
  const { base, wording, dirty, change, startOver } = useWording(reply);
  const save = useSaveCannedReply(base);
  const text = useRef<HTMLTextAreaElement>(null);
  const refusal = save.error ? refusalOf(save.error) : null;
  // What was wrong with those that were saved says nothing of others in their place.
  const known = base && wording.steps === base.steps ? stepProblems(base.problems) : undefined;

  const write = (fields: Partial<typeof wording>) => {
    save.reset();
    change(fields);
  };
  const submit = () => {
    if (save.isPending || (base && !dirty)) return;
    save.mutate(wording, {
      onSuccess: (saved) => {
        startOver();
        if (!reply) go(`${cannedRepliesPath}/${saved.id}`);
      },
    });
  };
  const insert = (placeholder: string) => {
    const { selectionStart: from, selectionEnd: to } = text.current ?? { selectionStart: 0, selectionEnd: 0 };
    flushSync(() => write({ body: wording.body.slice(0, from) + placeholder + wording.body.slice(to) }));
    text.current?.focus();
    text.current?.setSelectionRange(from + placeholder.length, from + placeholder.length);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      className={classes.form}
      aria-label={reply ? reply.name : "New canned reply"}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {refusal?.stale && <Stale onReload={startOver} reply={reply} />}
      {refusal?.other && !refusal.stale && (
        <Alert color="red" variant="light" role="alert">
          {refusal.other}
        </Alert>
      )}
      <TextInput
        label="Name"
        autoFocus={!reply}
        readOnly={!mayManage}
        maxLength={100}
        value={wording.name}
        error={lines(refusal?.fields.name)}
        onChange={(event) => write({ name: event.currentTarget.value })}
      />
      <Group align="flex-start" grow preventGrowOverflow={false} gap="md">
        <TextInput
          label="Shortcut"
          description="Typed after a slash"
          leftSection="/"
          readOnly={!mayManage}
          maxLength={50}
          value={wording.shortcut}
          error={lines(refusal?.fields.shortcut)}
          onChange={(event) => write({ shortcut: event.currentTarget.value })}
        />
        <TextInput
          label="Language"
          description="Such as de or pt-BR; empty for every language"
          readOnly={!mayManage}
          maxLength={35}
          value={wording.language ?? ""}
          error={lines(refusal?.fields.language)}
          onChange={(event) => write({ language: event.currentTarget.value.trim() || null })}
        />
        {(readsTeams || wording.teamId) && (
          <TeamSelect
            teamId={wording.teamId}
            readOnly={!mayManage}
            error={lines(refusal?.fields.teamId)}
            onChange={(teamId) => write({ teamId })}
          />
        )}
      </Group>
      <Textarea
        ref={text}
        label="Text"
        autosize
        minRows={8}
        maxRows={22}
        readOnly={!mayManage}
        maxLength={10_000}
        value={wording.body}
        error={lines(refusal?.fields.body)}
        onChange={(event) => write({ body: event.currentTarget.value })}
      />
      {mayManage && <VariableChips onInsert={insert} />}
      <StepEditor
        steps={wording.steps}
        readOnly={!mayManage}
        problems={refusal?.steps ?? known ?? noProblems}
        onChange={(steps) => write({ steps })}
      />
      {mayManage && (
        <Group justify="space-between" className={classes.foot}>
          {reply ? <Archive reply={reply} /> : <span />}
          <Group gap="sm">
            <Text size="xs" c="dimmed" role="status">
              {save.isSuccess && !dirty ? "Saved" : ""}
            </Text>
            <kbd className={classes.keys}>Ctrl Enter</kbd>
            <Button type="submit" size="xs" disabled={base !== null && !dirty} aria-disabled={save.isPending}>
              {save.isPending ? "Saving…" : "Save"}
            </Button>
          </Group>
        </Group>
      )}
      {reply && <Use reply={reply} />}
    </form>
  );
}

const noProblems: ReadonlyMap<number, string> = new Map();

function Stale({ reply, onReload }: { reply: CannedReply | null; onReload: () => void }) {
  const client = useQueryClient();
  const reload = async () => {
    await client.invalidateQueries({ queryKey: keys.cannedReply(reply?.id ?? "") });
    onReload();
  };
  return (
    <Alert color="orange" variant="light" role="alert" title="A colleague changed this meanwhile">
      <Text size="sm">Nothing was overwritten. Copy what you want to keep, then go on from the newest version.</Text>
      <Button size="compact-sm" variant="default" mt="xs" onClick={() => void reload()}>
        Show the newest version
      </Button>
    </Alert>
  );
}

function Archive({ reply }: { reply: CannedReply }) {
  const archive = useArchiveCannedReply(reply);
  const { archivedAt } = reply;
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant="default"
        leftSection={archivedAt ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
        aria-disabled={archive.isPending}
        onClick={() => archive.isPending || archive.mutate()}
      >
        {archivedAt ? "Restore" : "Archive"}
      </Button>
      <Text size="xs" c={archive.isError ? "red" : "dimmed"} role="status">
        {archive.isError ? sentence(archive.error) : archivedAt ? "Archived: it is not offered any more" : ""}
      </Text>
    </Group>
  );
}

function Use({ reply: { usageCount, lastUsedAt } }: { reply: CannedReply }) {
  if (!lastUsedAt) return <Text className={classes.use}>Not used yet.</Text>;
  return (
    <Text className={classes.use}>
      Used {usageCount === 1 ? "once" : `${usageCount} times`}, last <Moment at={lastUsedAt} form="full" />
    </Text>
  );
}

function lines(said: string[] | undefined): ReactNode {
  return said?.map((line) => (
    <span key={line} className={classes.refusal}>
      {line}
    </span>
  ));
}
