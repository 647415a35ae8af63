import { Badge } from "@mantine/core";
import type { Conversation } from "../api/types.ts";
import { useNow } from "../shell/moment.tsx";
import { priorityLabel } from "./decide-menu.tsx";
import { untilText } from "./snooze-times.ts";
import classes from "./state-badges.module.css";

/** What sets a conversation apart from one that is simply open, besides the status its menu shows. */
export function StateBadges({ conversation, hasMenu }: { conversation: Conversation; hasMenu: boolean }) {
  const { folder, priority, snoozedUntil, ownStatus } = conversation;
  const now = useNow();
  const until = snoozedUntil ? `Snoozed until ${untilText(new Date(snoozedUntil), new Date(now))}` : null;
  const waiting = until ?? (ownStatus ? null : "Waiting for the customer");
  const closed = ownStatus ? null : "Closed";
  const place = { open: null, waiting, closed, spam: "Spam", trash: "Trash", merged: "Merged" }[folder];
  return (
    <>
      {ownStatus && !hasMenu && (
        <Badge size="sm" variant="light" className={classes.own}>
          {ownStatus.name}
        </Badge>
      )}
      {place && (
        <Badge size="sm" color="gray" variant="light">
          {place}
        </Badge>
      )}
      {priority !== "normal" && (
        <Badge size="sm" color={priority === "low" ? "gray" : priority === "high" ? "orange" : "red"} variant="light">
          {priorityLabel[priority]}
        </Badge>
      )}
    </>
  );
}
