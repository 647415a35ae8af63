import { Alert, Button, Group, Text, Textarea, TextInput } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { ReplySuggestion } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./article-form.module.css";
import { Nothing } from "./nothing.tsx";
import { knowledgePath, proposedPath } from "./paths.ts";
import { SideList } from "./side-list.tsx";
import { useApproveSuggestion, useRejectSuggestion, useSuggestions } from "./use-suggestions.ts";

export function ProposedList({ selectedId }: { selectedId: string | undefined }) {
  const { data, error } = useSuggestions();
  const rows = data?.map(({ id, question, createdAt }) => ({
    ...{ id, name: question, quiet: <Moment at={createdAt} /> },
  }));
  return (
    <SideList
      kind="proposed"
      path={proposedPath}
      label="Proposed answers"
      rows={rows}
      error={error}
      nothing="Nothing waits."
      selectedId={selectedId}
      mayAdd={false}
    />
  );
}

export function ProposedPane({ suggestionId }: { suggestionId: string | undefined }) {
  const { data } = useSuggestions();
  const suggestion = data?.find(({ id }) => id === suggestionId);
  if (suggestion) return <Proposed key={suggestion.id} suggestion={suggestion} />;
  if (suggestionId !== undefined && data) return <Nothing icon={IconBulb}>Nothing of this waits any more.</Nothing>;
  return (
    <Nothing icon={IconBulb}>
      Answers of your team that held for a week and that no article gives yet wait here to become one.
    </Nothing>
  );
}

function Proposed({ suggestion }: { suggestion: ReplySuggestion }) {
  const [, go] = useLocation();
  const mayManage = useMay("knowledge:manage");
  const { id, question, answer, conversationId } = suggestion;
  const [title, setTitle] = useState(question.replace(/\s+/g, " ").slice(0, 120));
  const [body, setBody] = useState(answer);
  const approve = useApproveSuggestion(id);
  const reject = useRejectSuggestion(id);
  const busy = approve.isPending || reject.isPending;
  const failed = approve.error ?? reject.error;
  const submit = () => {
    if (busy) return;
    const wording = { title, body, category: null };
    approve.mutate(wording, { onSuccess: (article) => go(`${knowledgePath}/${article.id}`) });
  };
  return (
    <form
      className={classes.form}
      aria-label="Proposed answer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {failed && (
        <Alert color="red" variant="light" role="alert">
          {sentence(failed)}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        Asked in <Link to={`/inbox/closed/${conversationId}`}>this conversation</Link>, and answered by a colleague.
        Addresses, numbers and names were taken out: look whether anything is left that says who it was.
      </Text>
      <TextInput
        label="Title"
        maxLength={200}
        readOnly={!mayManage}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label="Text"
        autosize
        minRows={8}
        maxRows={24}
        readOnly={!mayManage}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      {mayManage && (
        <Group justify="flex-end" gap="sm">
          <Button
            size="xs"
            variant="default"
            aria-disabled={busy}
            onClick={() => busy || reject.mutate(undefined, { onSuccess: () => go(proposedPath) })}
          >
            Put away
          </Button>
          <Button type="submit" size="xs" disabled={title.trim() === ""} aria-disabled={busy}>
            Make an article
          </Button>
        </Group>
      )}
    </form>
  );
}
