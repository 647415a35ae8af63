import { Badge } from "@mantine/core";
import type { Conversation } from "../api/types.ts";
import { priorityLabel } from "./decide-menu.tsx";

/** What sets a conversation apart from one that is simply open. */
export function StateBadges({ conversation }: { conversation: Conversation }) {
  const { folder, priority, snoozedUntil } = conversation;
  const until = snoozedUntil ? `Snoozed until ${moment.format(new Date(snoozedUntil))}` : "Waiting for the customer";
  const place = { open: null, waiting: until, closed: "Closed", spam: "Spam", trash: "Trash" }[folder];
  return (
    <>
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

const moment = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});
