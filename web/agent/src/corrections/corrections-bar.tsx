import { ActionIcon, Button, Text } from "@mantine/core";
import { IconArrowsSplit2, IconGitMerge, IconLink, IconMessageForward, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Correction } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./corrections-bar.module.css";
import { useCorrecting, useCorrections, useLinking, useLinks } from "./use-corrections.ts";

const shownAtFirst = 2;

/** What people have put together, apart or beside here, each with the way back. */
export function CorrectionsBar({ conversationId, backTo }: { conversationId: string; backTo: string }) {
  const mayWrite = useMay("conversations:write");
  const holding = useCorrections(conversationId).data?.filter(({ undone }) => !undone) ?? [];
  const links = useLinks(conversationId).data ?? [];
  const correcting = useCorrecting();
  const linking = useLinking(conversationId);
  const [all, setAll] = useState(false);
  const problem = correcting.error ?? linking.error;
  if (holding.length + links.length === 0 && !problem) return null;
  const hidden = all ? 0 : Math.max(0, holding.length - shownAtFirst);
  return (
    <section className={classes.bar} aria-label="What belongs together">
      {holding.slice(0, holding.length - hidden).map((one) => (
        <Line key={one.id} icon={icons[one.kind]}>
          <span>
            {told(one, conversationId, backTo)} by {one.by.name}, <Moment at={one.at} />
          </span>
          {mayWrite && (
            <Button variant="subtle" size="compact-xs" onClick={() => correcting.mutate({ undo: one.id })}>
              Undo
            </Button>
          )}
        </Line>
      ))}
      {hidden > 0 && (
        <Button variant="subtle" size="compact-xs" className={classes.more} onClick={() => setAll(true)}>
          {hidden === 1 ? "1 more" : `${hidden} more`}
        </Button>
      )}
      {links.map(({ conversation: other, by }) => (
        <Line key={other.id} icon={icons.link}>
          <span>
            Linked with <Link href={`${backTo}/${other.id}`}>“{titleOf(other)}”</Link> by {by.name}
          </span>
          {mayWrite && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={`Unlink “${titleOf(other)}”`}
              onClick={() => linking.mutate({ relatedConversationId: other.id, linked: false })}
            >
              <IconX size={13} />
            </ActionIcon>
          )}
        </Line>
      ))}
      {problem && (
        <Text role="alert" size="xs" c="red">
          {sentence(problem)}
        </Text>
      )}
    </section>
  );
}

const icons = { merge: IconGitMerge, split: IconArrowsSplit2, move: IconMessageForward, link: IconLink };

function Line({ icon: Icon, children }: { icon: typeof IconLink; children: ReactNode }) {
  return (
    <div className={classes.line}>
      <Icon size={14} aria-hidden="true" className={classes.icon} />
      {children}
    </div>
  );
}

function told({ kind, from, to, messageCount }: Correction, here: string, backTo: string): ReactNode {
  const other = to.id === here ? from : to;
  const named = (
    <Link href={`${backTo}/${other.id}`} className={classes.named}>
      “{titleOf(other)}”
    </Link>
  );
  const count = messageCount === 1 ? "1 message" : `${messageCount} messages`;
  if (kind === "merge") {
    return (
      <>
        “{titleOf(other)}” was merged into this, {count},
      </>
    );
  }
  if (kind === "move") return to.id === here ? <>1 message moved here from {named}</> : <>1 message moved to {named}</>;
  return to.id === here ? (
    <>
      Split off {named}, {count},
    </>
  ) : (
    <>
      {count} split off into {named}
    </>
  );
}
