import { ActionIcon, Button, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconArrowLeft, IconCheck, IconUser } from "@tabler/icons-react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Conversation } from "../api/types.ts";
import { type Correcting, CorrectMenu } from "../corrections/correct-menu.tsx";
import { useColleagues } from "../realtime/presence.ts";
import { useMay, useSession } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { StatusMenu } from "../statuses/status-menu.tsx";
import { TagChips } from "../tags/tag-chips.tsx";
import { TagPicker } from "../tags/tag-picker.tsx";
import { titleOf } from "../texts/title-of.ts";
import { AssignMenu } from "./assign-menu.tsx";
import { AssuranceBadge } from "./assurance-badge.tsx";
import classes from "./conversation-header.module.css";
import { DecideMenu } from "./decide-menu.tsx";
import { FollowButton } from "./follow-button.tsx";
import { StateBadges } from "./state-badges.tsx";
import { TimesLine } from "./times-line.tsx";
import { lostTo, type Owners, useAssignment, useTaking } from "./use-assignment.ts";
import { useClosure, useDecision } from "./use-decisions.ts";

interface Props {
  conversation: Conversation;
  backTo: string;
  onCustomer: () => void;
  onUnread: () => void;
  onCorrect: (what: Correcting) => void;
}

export function ConversationHeader({ conversation, backTo, onCustomer, onUnread, onCorrect }: Props) {
  const { id, status, customer } = conversation;
  const mayWrite = useMay("conversations:write");
  const closure = useClosure(conversation);
  const assignment = useAssignment(conversation);
  const taking = useTaking(id);
  const toggle = () => mayWrite && !closure.isPending && closure.mutate(conversation);
  const assign = (owners: Owners) => {
    taking.reset();
    assignment.mutate(owners);
  };
  const take = () => {
    assignment.reset();
    taking.mutate();
  };
  useShortcuts({ e: toggle, u: onUnread });
  const decision = useDecision(id);
  const lost = lostTo(taking.error) ?? lostTo(assignment.error);
  const problem = closure.error ?? taking.error ?? assignment.error ?? decision.error;
  const anyway = lostTo(assignment.error) && assignment.variables;
  return (
    <header className={classes.header}>
      <ActionIcon
        component={Link}
        href={backTo}
        variant="subtle"
        color="gray"
        className={classes.narrow}
        aria-label="Back to the list"
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <div className={classes.about}>
        <Title order={1} className={classes.subject}>
          {titleOf(conversation)}
        </Title>
        <div className={classes.line}>
          <span>{customer.name || customer.email}</span>
          <AssuranceBadge conversationId={id} />
          <StateBadges conversation={conversation} hasMenu={mayWrite} />
          <TagChips ids={conversation.tagIds} most={4} />
          <Colleagues conversationId={id} />
          <Continued conversation={conversation} backTo={backTo} />
        </div>
        <TimesLine conversation={conversation} />
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes.customer}
        onClick={onCustomer}
        aria-label="Show the customer"
      >
        <IconUser size={20} />
      </ActionIcon>
      {problem && (
        <Text role="alert" size="xs" c={lost ? undefined : "red"} className={lost ? classes.lost : undefined}>
          {lost?.name ? `${lost.name} has it already.` : sentence(problem)}
          {anyway && (
            <Button variant="subtle" size="compact-xs" onClick={() => assign({ ...anyway, anyway: true })}>
              Assign anyway
            </Button>
          )}
        </Text>
      )}
      <div className={classes.actions}>
        <FollowButton conversationId={id} />
        {mayWrite && (
          <>
            <TagPicker conversation={conversation} />
            <AssignMenu conversation={conversation} onAssign={assign} onTake={take} />
            <Button
              variant="default"
              size="xs"
              leftSection={status !== "closed" ? <IconCheck size={15} /> : <IconArrowBackUp size={15} />}
              onClick={toggle}
              title={status !== "closed" ? "Close (e)" : "Reopen (e)"}
            >
              {status !== "closed" ? "Close" : "Reopen"}
            </Button>
            <StatusMenu conversation={conversation} onSet={(statusId) => decision.mutate({ statusId })} />
            <CorrectMenu onCorrect={onCorrect} />
            <DecideMenu conversation={conversation} onDecide={decision.mutate} onUnread={onUnread} />
          </>
        )}
      </div>
    </header>
  );
}

/** Where the same thread was before, and where it went on. */
function Continued({ conversation, backTo }: { conversation: Conversation; backTo: string }) {
  const { continuesId, continuedById } = conversation;
  return (
    <>
      {continuesId && <Link href={`${backTo}/${continuesId}`}>Continues an earlier conversation</Link>}
      {continuedById && <Link href={`${backTo}/${continuedById}`}>Continued in a newer conversation</Link>}
    </>
  );
}

function Colleagues({ conversationId }: { conversationId: string }) {
  const colleagues = useColleagues(conversationId, useSession().member.id);
  if (colleagues.length === 0) return null;
  const typing = colleagues.filter((colleague) => colleague.typing);
  const shown = typing.length > 0 ? typing : colleagues;
  const names = shown.map(({ name }) => name).join(", ");
  const does = typing.length > 0 ? "typing…" : "viewing";
  return (
    <span className={classes.colleagues} data-typing={typing.length > 0 || undefined} role="status">
      {names} {shown.length === 1 ? "is" : "are"} {does}
    </span>
  );
}
