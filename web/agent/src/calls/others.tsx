import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMembers } from "../teams/use-teams.ts";
import classes from "./call-dock.module.css";
import { spelled } from "./call-words.ts";
import type { Leg } from "./use-calls.ts";

const states: Record<Leg["state"], string> = {
  wanted: "is called",
  dialling: "is called",
  ringing: "rings",
  answered: "is in the call",
  ended: "is gone",
};

/** Colleagues and others in a call, or on their way into it. */
export function Others({ legs, onRemove }: { legs: readonly Leg[]; onRemove: (legId: string) => void }) {
  const members = useMembers().data?.data ?? [];
  const nameOf = ({ memberId, number }: Leg) =>
    members.find(({ id }) => id === memberId)?.name ?? (number === null ? "A withheld number" : spelled(number));
  return (
    <ul className={classes.others} aria-label="Also in the call">
      {legs.map((leg) => (
        <li key={leg.id}>
          <span>
            <b>{nameOf(leg)}</b> {states[leg.state]}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={`Remove ${nameOf(leg)}`}
            onClick={() => onRemove(leg.id)}
          >
            <IconX size={13} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
