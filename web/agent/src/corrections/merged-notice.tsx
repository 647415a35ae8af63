import { Button, Group, Text, Title } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Conversation } from "../api/types.ts";
import { useConversation } from "../inbox/use-conversations.ts";
import { useMay, useSession } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import { carryUnsent } from "./carry-unsent.ts";
import classes from "./merged-notice.module.css";
import { useCorrecting, useCorrections } from "./use-corrections.ts";

interface Props {
  conversation: Conversation;
  /** Where its messages are read now. */
  intoId: string;
  backTo: string;
}

/** Stands in place of a conversation that was merged into another: who did it, the way there, and the way back. */
export function MergedNotice({ conversation, intoId, backTo }: Props) {
  const [, go] = useLocation();
  const memberId = useSession().member.id;
  const mayWrite = useMay("conversations:write");
  const into = useConversation(intoId);
  const decisions = useCorrections(conversation.id).data ?? [];
  const merge = decisions.find(({ kind, from, undone }) => kind === "merge" && from.id === conversation.id && !undone);
  const correcting = useCorrecting();
  const goThere = () => {
    carryUnsent(localStorage, memberId, { from: conversation.id, into: intoId });
    go(`${backTo}/${intoId}`);
  };
  const target = into.data ? titleOf(into.data) : "another conversation";
  return (
    <div className={classes.notice}>
      <IconGitMerge size={36} stroke={1.3} aria-hidden="true" />
      <Title order={1} size="h4">
        {titleOf(conversation)}
      </Title>
      <Text size="sm">
        {merge ? "Merged into" : "Put back into"} “{target}”
        {merge && (
          <>
            {" "}
            by {merge.by.name}, <Moment at={merge.at} />
          </>
        )}
        . Its messages stand there, and later mail comes there.
      </Text>
      {into.error ? (
        <Text role="alert" size="sm">
          You cannot see that conversation: ask who merged them.
        </Text>
      ) : (
        <Group gap="xs">
          <Button key={intoId} autoFocus size="xs" onClick={goThere}>
            Go there
          </Button>
          {mayWrite && merge && (
            <Button variant="default" size="xs" onClick={() => correcting.mutate({ undo: merge.id })}>
              Undo the merge
            </Button>
          )}
        </Group>
      )}
      <Link href={backTo} className={classes.back}>
        Back to the list
      </Link>
      {correcting.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(correcting.error)}
        </Text>
      )}
    </div>
  );
}
