import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFilter, IconLock, IconLockOpen } from "@tabler/icons-react";
import { Link } from "wouter";
import type { AuditEntry } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./audit-page.module.css";
import { changeText, sentenceOf, whyText } from "./sentence.ts";

interface Props {
  entry: AuditEntry;
  /** Absent where the list shows one conversation already. */
  onOnly?: ((conversationId: string) => void) | undefined;
}

export function AuditRow({ entry, onOnly }: Props) {
  const pieces = sentenceOf(entry);
  const conversation = entry.subjects.find(({ type }) => type === "conversation");
  const below = [changeText(entry), whyText(entry)].filter((text) => text !== "");
  return (
    <li className={classes.row} tabIndex={-1} data-entry={entry.seq} data-conversation={conversation?.id}>
      <span className={classes.time}>
        <Moment at={entry.at} form="full" />
      </span>
      <span className={classes.what}>
        {pieces.map((piece, n) =>
          piece.kind === "conversation" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence do not move
            <Link key={n} href={`/inbox/open/${piece.id}`} className={classes.link}>
              {piece.text}
            </Link>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence do not move
            <span key={n} className={piece.kind === "name" ? classes.name : undefined}>
              {piece.text}
            </span>
          ),
        )}
        {below.length > 0 && <span className={classes.why}>{below.join(" · ")}</span>}
      </span>
      <span className={classes.end}>
        {conversation && onOnly && (
          <Tooltip label="Only this conversation" openDelay={400}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label="Show only this conversation"
              className={classes.only}
              onClick={() => onOnly(conversation.id)}
            >
              <IconFilter size={15} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <Sealed sealed={entry.sealed} />
        <span className={classes.seq}>{entry.seq}</span>
      </span>
    </li>
  );
}

function Sealed({ sealed }: { sealed: boolean }) {
  const label = sealed ? "Sealed: a later change would be found" : "Not sealed yet";
  const Icon = sealed ? IconLock : IconLockOpen;
  return (
    <Tooltip label={label} openDelay={300}>
      <span role="img" aria-label={label} className={sealed ? classes.sealed : classes.unsealed}>
        <Icon size={15} stroke={1.6} />
      </span>
    </Tooltip>
  );
}
